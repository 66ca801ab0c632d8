/** oidc-client-ts: the session of a signed-in user. */

import { InMemoryWebStorage, User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import { nowSeconds } from "./jwt.js";

export async function warm() {
  const manager = await signedIn(3_600);
  return async () => tokenOf(await manager.getUser());
}

export async function cold() {
  const manager = await signedIn(-1);
  return async () => {
    const user = await manager.getUser();
    return tokenOf(user?.expired ? await manager.signinSilent() : user);
  };
}

/** @param {any} user */
const tokenOf = (user) => user.access_token;

/** @param {number} expiresInSeconds */
async function signedIn(expiresInSeconds) {
  const { origin } = location;
  const manager = new UserManager({
    authority: origin,
    client_id: "bench",
    redirect_uri: origin,
    automaticSilentRenew: false,
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    metadata: {
      issuer: origin,
      authorization_endpoint: `${origin}/oidc/authorize`,
      token_endpoint: `${origin}/oidc/token`,
    },
  });
  const profile = { iss: origin, sub: "user", aud: "bench", iat: nowSeconds(), exp: nowSeconds() + 3_600 };
  await manager.storeUser(
    new User({
      access_token: "access",
      refresh_token: "refresh",
      token_type: "Bearer",
      scope: "openid",
      profile,
      expires_at: nowSeconds() + expiresInSeconds,
    }),
  );
  return manager;
}
