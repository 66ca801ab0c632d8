/** The token route, called as an app would without a library. */

export const KEY = Object.freeze({ organizationId: "org_1", widgetScope: /** @type {const} */ ("sso") });

export const ROUTE = "/api/widget-token";

export async function askRoute() {
  const response = await fetch(ROUTE, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(KEY),
  });
  const { token, expires_at } = await response.json();
  return { token: String(token), expiresAtMs: Date.parse(expires_at) };
}
