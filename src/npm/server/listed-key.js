/** Keys in the canonical form by which a deferred manager looks up its sources. */

/**
 * Returns the key as the real manager would, with an id that equal keys share; undefined for an invalid key,
 * which the real manager rejects.
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
