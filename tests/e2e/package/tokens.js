/** Tokens as servers make them. */

/**
 * An unsigned JWT.
 *
 * @param {object} claims
 */
export function makeJwt(claims) {
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.c2lnbmF0dXJl`;
}

/**
 * The claims in a JWT.
 *
 * @param {string} token
 */
export function readJwt(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
}

/** @param {number} ms */
export const httpDate = (ms) => new Date(ms).toUTCString();
