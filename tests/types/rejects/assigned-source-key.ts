import type { TokenSource } from "workos-widget-tokens";

export function change(source: TokenSource): void {
  source.key.organizationId = "org_2"; // must not compile: 2540
}
