"use client";
/** The entry for React: a hook, and a provider for what changes above it. */

export { useWidgetToken } from "./use-widget-token.js";
export { WidgetTokens } from "./widget-tokens.js";
