"use client";
/** The entry for React: the hooks, and a provider for the organization and the user. */

export { useAuthToken } from "./use-auth-token.js";
export { useWidgetToken } from "./use-widget-token.js";
export { WidgetTokens } from "./widget-tokens.js";
