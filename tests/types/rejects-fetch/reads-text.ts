import type { AuthorizedFetchOptions } from "workos-widget-tokens/fetch";

export const options: AuthorizedFetchOptions = { isRejected: () => "no" }; // must not compile: 2322
