/** The managers to measure. */

import { createTokenManager } from "../../../dist/index.js";
import { ROUTE } from "../floors/route.js";

export const newManager = () => createTokenManager({ endpoint: ROUTE });

/**
 * @param {number} count
 * @returns {import("../../../dist/index.js").TokenKey[]}
 */
export const heldBy = (count) =>
  Array.from({ length: count }, (_, index) => ({ organizationId: `org_${index}`, widgetScope: "sso" }));

/**
 * Its tokens come from the page itself: the benchmark is about cached tokens, not about fetching
 * them.
 *
 * @param {number} count
 */
export async function managerHolding(count) {
  const tokens = createTokenManager({
    endpoint: ROUTE,
    fetch: async () => Response.json({ token: `widget_${crypto.randomUUID()}`, expires_in: 600 }),
  });
  await Promise.all(heldBy(count).map((key) => tokens.getToken(key)));
  return tokens;
}
