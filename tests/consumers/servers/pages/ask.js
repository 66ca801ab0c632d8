/**
 * The error of an app that requests a token without a browser.
 *
 * @param {import("workos-widget-tokens").TokenManager} tokens
 */
export async function askOnServer(tokens) {
  const began = Date.now();
  const error = await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" }).catch((error) => error);
  const { name, code, transient, message } = error;
  return { name, code, transient, message, ms: Date.now() - began };
}
