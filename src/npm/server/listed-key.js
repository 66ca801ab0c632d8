/** Keys as a deferred manager finds them again. */

/**
 * A key as the real manager would show it, with a text by which equal ones are equal; undefined for what is no
 * key, which the real manager refuses.
 *
 * @param {any} written
 */
export function listedKey(written) {
  try {
    const { organizationId, widgetScope, widgetSession } = written;
    const scopes = [...new Set([widgetScope].flat())].sort();
    const parts = [organizationId, widgetSession ?? "", ...scopes];
    if (parts.some((part) => typeof part !== "string")) return undefined;
    const scope = scopes.length === 1 ? scopes[0] : Object.freeze(scopes);
    const key = { organizationId, widgetScope: scope, ...(widgetSession !== undefined && { widgetSession }) };
    return { id: JSON.stringify([organizationId, widgetSession, scopes]), key: Object.freeze(key) };
  } catch {
    return undefined;
  }
}
