"use client";
/** The entry for React: hooks, and a provider for what changes above them. */

export { useAuthToken } from "./use-auth-token.js";
export { useWidgetToken } from "./use-widget-token.js";
export { WidgetTokens } from "./widget-tokens.js";
