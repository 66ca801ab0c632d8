/** authkit-js: the session of a user who is signed in. */

import { createClient } from "@workos-inc/authkit-js";

export async function warm() {
  const client = await signedIn();
  return () => client.getAccessToken();
}

/** It asks for a token when it is created, so what it has then is not waited for to expire, but refused. */
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
