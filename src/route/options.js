/**
 * The request format of WorkOS: `scopes` as in its products, `widget_scope` as in its API reference.
 *
 * @typedef {"scopes" | "widget_scope"} Contract
 * @typedef {{ contract: Contract, byName: ReadonlyMap<string, string> }} Scopes by the names that the browser uses
 *
 * @typedef {object} Options
 * @property {import("./index.js").TokenRouteOptions["workos"]} workos
 * @property {import("./index.js").TokenRouteOptions["authenticate"]} authenticate
 * @property {Scopes} scopes
 * @property {ReadonlySet<string>} origins
 * @property {number | undefined} expiresInSeconds
 * @property {import("./limiter/pacing.js").Limits} limits
 * @property {import("./index.js").Limiter | undefined} limiter
 * @property {number} timeoutMs
 * @property {string} apiUrl
 * @property {typeof fetch | undefined} fetch
 * @property {((error: import("./index.js").TokenRouteError) => void) | undefined} onError
 */

const SHORT_SCOPES = ["sso", "dsync", "audit_logs", "log_streams"];
/** Per API key, as documented for each. */
const REQUESTS_PER_MINUTE = { scopes: 6_000, widget_scope: 600 };
const REQUESTS_PER_USER_PER_MINUTE = 30;
/** Less than the ten seconds after which the manager times out. */
const TIMEOUT_MS = 8_000;
const KNOWN = [
  "workos",
  "authenticate",
  "scopes",
  "origins",
  "expiresInSeconds",
  "requestsPerMinute",
  "requestsPerUserPerMinute",
  "limiter",
  "timeoutMs",
  "apiUrl",
  "fetch",
  "onError",
];

/**
 * @param {import("./index.js").TokenRouteOptions} given
 * @returns {Options}
 * @throws {TypeError} with what to do
 */
export function parseOptions(given) {
  if (typeof given !== "object" || given === null) throw new TypeError("createTokenRoute needs an options object.");
  const unknown = Object.keys(given).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new TypeError(`unknown option \`${unknown}\`; known options: ${KNOWN.join(", ")}`);
  const scopes = parseScopes(given.scopes);
  return {
    workos: parseWorkos(given.workos),
    authenticate: parseFunction("authenticate", given.authenticate) ?? missing("authenticate", AUTHENTICATE),
    scopes,
    origins: new Set((given.origins ?? []).map(parseOrigin)),
    expiresInSeconds: parseExpiresIn(given.expiresInSeconds, scopes.contract),
    limits: {
      perMinute: parseCount("requestsPerMinute", given.requestsPerMinute, REQUESTS_PER_MINUTE[scopes.contract]),
      perUserPerMinute: parseCount(
        "requestsPerUserPerMinute",
        given.requestsPerUserPerMinute,
        REQUESTS_PER_USER_PER_MINUTE,
      ),
    },
    limiter: parseLimiter(given.limiter),
    timeoutMs: parseCount("timeoutMs", given.timeoutMs, TIMEOUT_MS),
    apiUrl: parseUrl(given.apiUrl ?? "https://api.workos.com"),
    fetch: parseFunction("fetch", given.fetch),
    onError: parseFunction("onError", given.onError),
  };
}

const AUTHENTICATE = "a function that returns { userId, organizationIds }, or null for nobody";

/**
 * @param {string} name
 * @param {string} what
 * @returns {never}
 */
function missing(name, what) {
  throw new TypeError(`${name} is missing: ${what}`);
}

/** @param {any} workos */
export function parseWorkos(workos) {
  if (typeof workos === "function") return workos;
  if (typeof workos === "string" && workos.startsWith("sk_")) return workos;
  // The message must not repeat the value: it may be a key.
  if (typeof workos === "string") throw new TypeError("workos is not an API key: it must start with sk_");
  const asks = [workos?.post, workos?.widgets?.createToken, workos?.widgets?.getToken];
  if (asks.some((method) => typeof method === "function")) return workos;
  throw new TypeError("workos must be a client of @workos-inc/node, an API key, or a function that returns either");
}

/**
 * @param {unknown} given
 * @returns {Scopes}
 */
function parseScopes(given) {
  if (typeof given !== "object" || given === null) {
    throw new TypeError('scopes is missing: list the scopes you offer, such as { sso: "widgets:sso:manage" }');
  }
  const entries = Array.isArray(given)
    ? given.map((name) => /** @type {const} */ ([name, name]))
    : Object.entries(given);
  const wanted = entries.map(([, scope]) => scope);
  if (entries.length === 0) throw new TypeError("scopes is empty: list at least one");
  const byName = new Map(entries);
  if (wanted.every((scope) => typeof scope === "string" && /^widgets:./.test(scope))) {
    return { contract: "scopes", byName };
  }
  if (wanted.every((scope) => SHORT_SCOPES.includes(scope))) return { contract: "widget_scope", byName };
  throw new TypeError(`scopes must all be widgets:…, or all be of ${SHORT_SCOPES.join(", ")}`);
}

/** @param {unknown} origin */
function parseOrigin(origin) {
  const isOrigin = typeof origin === "string" && URL.canParse(origin) && new URL(origin).origin === origin;
  if (!isOrigin) throw new TypeError("origins must be a list of origins, such as https://app.example");
  return origin;
}

/**
 * @param {unknown} seconds
 * @param {Contract} contract
 */
function parseExpiresIn(seconds, contract) {
  if (seconds === undefined) return undefined;
  if (contract === "scopes")
    throw new TypeError("expiresInSeconds is only for scopes such as sso: WorkOS does not accept it for widgets:…");
  return parseCount("expiresInSeconds", seconds, 0);
}

/**
 * @param {string} name
 * @param {unknown} given
 * @param {number} otherwise
 */
function parseCount(name, given, otherwise) {
  const count = given ?? otherwise;
  if (typeof count === "number" && Number.isInteger(count) && count >= 1 && count <= 1e6) return count;
  throw new TypeError(`${name} must be a whole number from 1 to a million`);
}

/** @param {unknown} given */
function parseUrl(given) {
  const url = typeof given === "string" && URL.canParse(given) ? new URL(given) : undefined;
  const isLocal = url !== undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLocal)) return url.href.replace(/\/$/, "");
  throw new TypeError("apiUrl must be a URL with https, or with http on localhost: the API key is sent there");
}

/**
 * @template {Function} F
 * @param {string} name
 * @param {F | undefined} given
 */
function parseFunction(name, given) {
  if (given === undefined || typeof given === "function") return given;
  throw new TypeError(`${name} must be a function`);
}

/** @param {any} given */
function parseLimiter(given) {
  if (given === undefined) return undefined;
  if (typeof given?.take === "function" && typeof given?.refused === "function") return given;
  throw new TypeError("limiter must be memoryLimiter(), redisLimiter(client), or { take, refused }");
}
