import { createTokenManager } from "workos-widget-tokens";
import { diagnose } from "workos-widget-tokens/diagnostics";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
diagnose(tokens, ({ code }) => code === "expired"); // must not compile: 2367
