/**
 * Whose token let a request in.
 *
 * @typedef {object} Bearer
 * @property {string} organizationId
 * @property {string} userId empty where the token has none, which no path that needs a user lets in
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
