import type { AuthorizedFetchOptions } from "workos-widget-tokens/fetch";

export const options: AuthorizedFetchOptions = { timeoutMs: 1 }; // must not compile: 2353
