import type { TokenError } from "workos-widget-tokens";

export function change(error: TokenError): void {
  error.code = "network"; // must not compile: 2540
}
