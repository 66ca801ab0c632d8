// deno check types.ts: each entry has its declarations.

import { createTokenManager, type TokenSource } from "workos-widget-tokens";
import { diagnose, type TokenFinding } from "workos-widget-tokens/diagnostics";
import { init } from "workos-widget-tokens/streaming";

await init();
const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const sso: TokenSource = tokens.source({ organizationId: "org_1", widgetScope: "sso" });
const token: string = await sso.getToken();
const found = (findings: readonly TokenFinding[]) => console.log(token, findings);

export { diagnose, found };
