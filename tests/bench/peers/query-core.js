/** TanStack Query: `fetchQuery` with a `staleTime`. */

import { QueryClient } from "@tanstack/query-core";
import { askRoute } from "../floors/route.js";

const STALE_MS = 540_000;

export async function warm() {
  const read = cold();
  await read();
  return read;
}

export function cold() {
  const client = new QueryClient();
  return () => fetchToken(client, "org_1");
}

/** @param {number} count */
export function holding(count) {
  const client = new QueryClient();
  const organizations = Array.from({ length: count }, (_, index) => `org_${index}`);
  for (const organization of organizations) client.setQueryData(keyOf(organization), `widget_${organization}`);
  return (/** @type {number} */ index) => fetchToken(client, organizations[index]);
}

/**
 * @param {any} client
 * @param {string} organization
 */
const fetchToken = (client, organization) =>
  client.fetchQuery({
    queryKey: keyOf(organization),
    queryFn: async () => (await askRoute()).token,
    staleTime: STALE_MS,
  });

/** @param {string} organization */
const keyOf = (organization) => ["token", organization, "sso"];
