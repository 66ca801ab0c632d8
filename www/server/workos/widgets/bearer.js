/**
 * Whose token authorized a request.
 *
 * @typedef {object} Bearer
 * @property {string} organizationId
 * @property {string} userId empty if the token has none; a path that needs a user then refuses it
 */

/**
 * @param {import("express").Response} response
 * @returns {Bearer}
 */
export function bearerOf(response) {
  return response.locals.bearer;
}

/**
 * @param {import("express").Response} response
 * @param {import("jose").JWTPayload} claims
 */
export function setBearer(response, { org_id: organizationId, sub = "" }) {
  response.locals.bearer = { organizationId: String(organizationId), userId: sub };
}
