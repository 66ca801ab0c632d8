/**
 * The demo server, as its page speaks to it. (Tokens are no concern of this file: the manager gets
 * them by itself.)
 *
 * @typedef {{ user: string | null, users: string[] }} Session
 * @typedef {{ id: string, name: string }} Organization
 * @typedef {{ organizations: Organization[], tokenRoutes: string[], hasControls: boolean }} Offer
 * @typedef {{ kind: string, remainingMs?: number } & Record<string, unknown>} ActiveFault
 * @typedef {{ faults: ActiveFault[], lifetimeSeconds: number | null }} ServerState
 */

/** @returns {Promise<Session>} */
export function readSession() {
  return exchange("GET", "/session");
}

/**
 * @param {string | null} user null for nobody
 * @returns {Promise<Session>}
 */
export function signIn(user) {
  return user === null ? exchange("DELETE", "/session") : exchange("POST", "/session", { user });
}

/**
 * What the signed-in user may choose from.
 *
 * @returns {Promise<Offer>}
 */
export function readOffer() {
  return exchange("GET", "/demo/organizations");
}

/** @returns {Promise<ServerState>} */
export function readState() {
  return exchange("GET", "/demo/state");
}

/**
 * @param {object[]} faults
 * @returns {Promise<ServerState>}
 */
export function startFaults(faults) {
  return exchange("POST", "/demo/faults", faults);
}

/** @returns {Promise<ServerState>} */
export function stopFaults() {
  return exchange("DELETE", "/demo/faults");
}

/**
 * @param {number} seconds
 * @returns {Promise<ServerState>}
 */
export function setLifetime(seconds) {
  return exchange("POST", "/demo/lifetime", { seconds });
}

/** How many token requests have reached WorkOS since the server started. */
export async function countTokenRequests() {
  /** @type {{ counters: { total: number } }} */
  const { counters } = await exchange("GET", "/demo/log");
  return counters.total;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
async function exchange(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`The demo server answered ${response.status} to ${method} ${path}.`);
  return response.json();
}
