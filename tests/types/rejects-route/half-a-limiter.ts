import type { Limiter } from "workos-widget-tokens/route";

export const limiter: Limiter = { take: () => ({ waitMs: 0, limit: "key" }) }; // must not compile: 2741
