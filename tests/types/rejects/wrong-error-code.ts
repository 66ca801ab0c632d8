import type { TokenError } from "workos-widget-tokens";

export function isLost(error: TokenError): boolean {
  return error.code === "not_found"; // must not compile: 2367
}
