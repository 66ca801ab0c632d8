/** Auth0 for single-page apps: the tokens of a signed-in user, in its memory cache. */

import { Auth0Client, CacheKey, InMemoryCache } from "@auth0/auth0-spa-js";
import { nowSeconds, unsignedJwt } from "./jwt.js";

const SCOPE = "openid profile email offline_access";
const AUDIENCE = "default";

export const warm = () => readerOf(3_600);

export const cold = () => readerOf(-10);

/** @param {number} count */
export function holding(count) {
  const audiences = Array.from({ length: count }, (_, index) => `audience_${index}`);
  const client = signedIn(3_600, audiences);
  return (/** @type {number} */ index) =>
    client.getTokenSilently({ authorizationParams: { audience: audiences[index] } });
}

/** @param {number} expiresInSeconds */
function readerOf(expiresInSeconds) {
  const client = signedIn(expiresInSeconds, [AUDIENCE]);
  return () => client.getTokenSilently();
}

/**
 * @param {number} expiresInSeconds
 * @param {readonly string[]} audiences
 */
function signedIn(expiresInSeconds, audiences) {
  const { origin: domain } = location;
  const clientId = crypto.randomUUID();
  const cache = new InMemoryCache().enclosedCache;
  for (const audience of audiences) {
    cache.set(new CacheKey({ clientId, audience, scope: SCOPE }).toKey(), {
      body: {
        access_token: "access",
        refresh_token: "refresh",
        scope: SCOPE,
        audience,
        client_id: clientId,
        expires_in: 3_600,
      },
      expiresAt: nowSeconds() + expiresInSeconds,
    });
  }
  const claims = { iss: `${domain}/`, sub: "user", aud: clientId, iat: nowSeconds(), exp: nowSeconds() + 3_600 };
  cache.set(`@@auth0spajs@@::${clientId}::@@user@@`, {
    id_token: unsignedJwt(claims),
    decodedToken: { claims: {}, user: { sub: "user" } },
  });
  return new Auth0Client({ domain, clientId, useRefreshTokens: true, cache });
}
