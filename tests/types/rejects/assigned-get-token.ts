import type { TokenSource } from "workos-widget-tokens";

export function change(source: TokenSource): void {
  source.getToken = async () => "mine"; // must not compile: 2540
}
