import { authorizedFetch } from "workos-widget-tokens/fetch";

export const fetchWithToken = authorizedFetch({ getToken: async () => "token" }); // must not compile: 2739
