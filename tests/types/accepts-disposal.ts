// Everything here compiles if Symbol.dispose is declared.

import { createTokenManager } from "workos-widget-tokens";

export function read(): number {
  using tokens = createTokenManager({ endpoint: "/api/widget-token" });
  const disposable: Disposable = tokens;
  disposable[Symbol.dispose]();
  return tokens.stats().fetches;
}
