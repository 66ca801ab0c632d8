/** MSAL: the tokens of a signed-in user, loaded into its cache. */

import { loadExternalTokens, PublicClientApplication } from "@azure/msal-browser";
import { askRoute } from "../floors/route.js";
import { base64Url, nowSeconds, unsignedJwt } from "./jwt.js";

const HOST = "login.microsoftonline.com";
const AUTHORITY = `https://${HOST}/tenant`;
const SCOPES = ["bench.read"];

/** What it would otherwise request from the authority. */
const METADATA = {
  authorityMetadata: JSON.stringify({
    issuer: `${AUTHORITY}/v2.0`,
    authorization_endpoint: `${AUTHORITY}/oauth2/v2.0/authorize`,
    token_endpoint: `${AUTHORITY}/oauth2/v2.0/token`,
    end_session_endpoint: `${AUTHORITY}/logout`,
    jwks_uri: `${AUTHORITY}/keys`,
  }),
  cloudDiscoveryMetadata: JSON.stringify({
    tenant_discovery_endpoint: AUTHORITY,
    "api-version": "1.1",
    metadata: [{ preferred_network: HOST, preferred_cache: HOST, aliases: [HOST] }],
  }),
};

export const warm = () => readerOf(3_600);

export const cold = () => readerOf(10);

/** @param {number} expiresInSeconds */
async function readerOf(expiresInSeconds) {
  const clientId = crypto.randomUUID();
  const user = identityOf(clientId);
  const configuration = {
    auth: { clientId, authority: AUTHORITY, knownAuthorities: [HOST], ...METADATA },
    cache: { cacheLocation: "sessionStorage" },
    system: { networkClient: networkOf(user) },
  };
  const held = {
    token_type: "Bearer",
    scope: SCOPES.join(" "),
    expires_in: expiresInSeconds,
    access_token: "access",
    refresh_token: "refresh",
    refresh_token_expires_in: 86_400,
    ...user,
  };
  const request = { scopes: SCOPES, authority: AUTHORITY };
  await loadExternalTokens(configuration, request, held, {
    expiresOn: nowSeconds() + expiresInSeconds,
    extendedExpiresOn: nowSeconds() + 3_600,
    clientInfo: user.client_info,
  });
  const client = new PublicClientApplication(configuration);
  await client.initialize();
  // All clients of a page share this storage.
  const account = client.getAllAccounts().find((/** @type {any} */ one) => one.homeAccountId.startsWith(clientId));
  return async () => (await client.acquireTokenSilent({ ...request, account })).accessToken;
}

/** @param {string} clientId */
function identityOf(clientId) {
  return {
    id_token: unsignedJwt({
      iss: `${AUTHORITY}/v2.0`,
      aud: clientId,
      sub: "user",
      oid: clientId,
      tid: "tenant",
      preferred_username: "user",
      name: "user",
      ver: "2.0",
      iat: nowSeconds(),
      exp: nowSeconds() + 3_600,
    }),
    client_info: base64Url({ uid: clientId, utid: "tenant" }),
  };
}

/**
 * Its requests go to the same route as all others.
 *
 * @param {{ id_token: string, client_info: string }} user
 */
const networkOf = (user) => ({
  sendGetRequestAsync: async () => ({ status: 404, headers: {}, body: {} }),
  async sendPostRequestAsync() {
    const { token } = await askRoute();
    const body = {
      token_type: "Bearer",
      scope: SCOPES.join(" "),
      expires_in: 3_600,
      ext_expires_in: 3_600,
      access_token: token,
      refresh_token: "refresh",
      ...user,
    };
    return { status: 200, headers: {}, body };
  },
});
