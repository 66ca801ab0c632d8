import type { TokenSnapshot } from "workos-widget-tokens";

export function change(snapshot: TokenSnapshot): void {
  snapshot.token = "mine"; // must not compile: 2540
}
