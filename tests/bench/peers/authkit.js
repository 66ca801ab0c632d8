/** authkit-js: the session of a signed-in user. */

import { createClient } from "@workos-inc/authkit-js";

export async function warm() {
  const client = await signedIn();
  return () => client.getAccessToken();
}

/** It requests a token when it is created, so that first token is made invalid instead of waiting for its expiry. */
export async function cold() {
  const client = await signedIn();
  return () => client.getAccessToken({ forceRefresh: true });
}

function signedIn() {
  const clientId = `client_${crypto.randomUUID()}`;
  localStorage.setItem(`workos:refresh-token:${clientId}`, "refresh");
  const { hostname, port } = location;
  return createClient(clientId, { apiHostname: hostname, port: Number(port), https: false, devMode: true });
}
