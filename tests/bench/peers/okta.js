/** Okta: the tokens of a signed-in user. */

import { OktaAuth } from "@okta/okta-auth-js/core";
import { askRoute } from "../floors/route.js";
import { nowSeconds } from "./jwt.js";

export const warm = () => readerOf(3_600);

export const cold = () => readerOf(5);

/** @param {number} expiresInSeconds */
function readerOf(expiresInSeconds) {
  const issuer = `${location.origin}/oauth2/default`;
  const okta = new OktaAuth({
    issuer,
    clientId: crypto.randomUUID(),
    redirectUri: location.origin,
    pkce: true,
    tokenManager: { storage: "memory", autoRenew: false, autoRemove: false, syncStorage: false },
    services: { autoRenew: false, autoRemove: false, syncStorage: false },
  });
  const addresses = { authorizeUrl: `${issuer}/authorize`, userinfoUrl: `${issuer}/userinfo` };
  const access = (/** @type {string} */ token, /** @type {number} */ expiresAt) => ({
    accessToken: token,
    claims: {},
    expiresAt,
    tokenType: "Bearer",
    scopes: ["openid"],
    ...addresses,
  });
  okta.tokenManager.setTokens({
    accessToken: access("access", nowSeconds() + expiresInSeconds),
    refreshToken: {
      refreshToken: "refresh",
      expiresAt: nowSeconds() + 9_999,
      scopes: ["openid"],
      tokenUrl: `${issuer}/token`,
      issuer,
      ...addresses,
    },
  });
  // Replaces its own request, whose reply it would verify with the keys of a real Okta.
  okta.token.renewTokens = async () => {
    const { token, expiresAtMs } = await askRoute();
    return { accessToken: access(token, expiresAtMs / 1_000) };
  };
  return () => okta.getOrRenewAccessToken();
}
