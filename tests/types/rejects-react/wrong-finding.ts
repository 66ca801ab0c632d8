import type { TokenFinding } from "workos-widget-tokens/diagnostics";

export function leak(finding: TokenFinding): string {
  return finding.token; // must not compile: 2339
}
