/** The cost of a manager on a page that already has one. */

const OPTIONS = { endpoint: "/api/widget-token" };
const KEY = { organizationId: "org_1", widgetScope: "sso" };

/**
 * @param {string} script an entry of the package
 * @returns {Promise<number>} milliseconds
 */
export async function measure(script) {
  const { createTokenManager } = await import(script);
  const first = createTokenManager(OPTIONS);
  await first.getToken(KEY);
  const start = performance.now();
  const second = createTokenManager(OPTIONS);
  const ms = performance.now() - start;
  const tokens = await Promise.all([first.getToken(KEY), second.getToken(KEY)]);
  if (tokens[0] === tokens[1]) throw new Error("the second manager is the first");
  return ms;
}
