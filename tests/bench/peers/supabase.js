/** Supabase auth: the session of a signed-in user. */

import { GoTrueClient } from "@supabase/auth-js";
import { nowSeconds, unsignedJwt } from "./jwt.js";

export async function warm() {
  const client = newClient(3_600);
  await client.initialize();
  return () => tokenFrom(client);
}

export function cold() {
  const client = newClient(-1, { skipAutoInitialize: true });
  return () => tokenFrom(client);
}

/** @param {any} client */
const tokenFrom = async (client) => (await client.getSession()).data.session.access_token;

/**
 * @param {number} expiresInSeconds
 * @param {object} [options]
 */
function newClient(expiresInSeconds, options) {
  const storageKey = `sb-${crypto.randomUUID()}`;
  const expiresAt = nowSeconds() + expiresInSeconds;
  const session = {
    access_token: unsignedJwt({ exp: expiresAt, sub: "user" }),
    refresh_token: "refresh",
    token_type: "bearer",
    expires_in: 3_600,
    expires_at: expiresAt,
    user: { id: "user", aud: "authenticated", email: "user@example.com" },
  };
  localStorage.setItem(storageKey, JSON.stringify(session));
  return new GoTrueClient({
    url: `${location.origin}/supabase`,
    storageKey,
    autoRefreshToken: false,
    persistSession: true,
    detectSessionInUrl: false,
    ...options,
  });
}
