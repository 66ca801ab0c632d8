/** Tokens of identity providers, as far as their libraries check them. */

export const nowSeconds = () => Math.floor(Date.now() / 1_000);

/** @param {object} value */
export const base64Url = (value) =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** @param {object} claims */
export const unsignedJwt = (claims) => `${base64Url({ alg: "RS256", typ: "JWT" })}.${base64Url(claims)}.signature`;
