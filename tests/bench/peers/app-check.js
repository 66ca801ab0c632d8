/** Firebase App Check with a provider of the app's own. */

import { initializeApp } from "@firebase/app";
import { CustomProvider, getToken, initializeAppCheck } from "@firebase/app-check";
import { askRoute } from "../floors/route.js";

export async function warm() {
  const read = cold();
  await read();
  return read;
}

export function cold() {
  const name = crypto.randomUUID();
  // It stores tokens by the app's name, which must be unique.
  const app = initializeApp({ projectId: "bench", apiKey: "key", appId: `1:1:web:${name}` }, name);
  const appCheck = initializeAppCheck(app, {
    provider: new CustomProvider({
      async getToken() {
        const { token, expiresAtMs } = await askRoute();
        return { token, expireTimeMillis: expiresAtMs };
      },
    }),
    isTokenAutoRefreshEnabled: false,
  });
  return async () => (await getToken(appCheck)).token;
}
