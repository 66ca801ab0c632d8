import { createTokenManager } from "workos-widget-tokens";
import { diagnose } from "workos-widget-tokens/diagnostics";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
diagnose(tokens, ({ token }) => token); // must not compile: 2339
