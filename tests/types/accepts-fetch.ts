// Everything here compiles against the installed package.

import { createTokenManager } from "workos-widget-tokens";
import {
  type AuthorizedFetchOptions,
  type AuthorizedFetchSource,
  authorizedFetch,
  isGraphqlRejection,
} from "workos-widget-tokens/fetch";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const source: AuthorizedFetchSource = tokens.source({ organizationId: "org_1", widgetScope: "sso" });

const options: AuthorizedFetchOptions = {
  fetch: globalThis.fetch,
  isRejected: ({ status }) => status === 401,
  waitTimeoutMs: 1_000,
};
const fetchWithToken: typeof fetch = authorizedFetch(source, options);
authorizedFetch(source, { isRejected: isGraphqlRejection, fetch: undefined });

export const responses: Promise<Response>[] = [
  fetchWithToken("/things"),
  fetchWithToken(new URL("https://app.example/things"), { method: "POST", signal: null }),
  fetchWithToken(new Request("/things"), {}),
];
