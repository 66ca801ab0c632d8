import { invalidRequest, Refusal } from "../refusal.js";
import { authenticate, findOrganization } from "./directory.js";

/**
 * @typedef {object} TokenRequest
 * @property {string} organizationId
 * @property {string[]} scopes
 * @property {string} [userId]
 * @property {number} [lifetimeSeconds]
 *
 * @typedef {object} Minted
 * @property {string} token
 * @property {string} [jti]
 * @property {number} expiresAtMs
 * @property {number} status
 * @property {object} body
 *
 * One way of asking for a token, and of answering.
 * @typedef {object} Contract
 * @property {string} name
 * @property {number} requestsPerMinute per API key
 * @property {number} defaultLifetimeSeconds
 * @property {(refusal: Refusal) => unknown} errorBody
 * @property {(body: Record<string, unknown>) => TokenRequest} parse throws a Refusal
 * @property {(request: TokenRequest, issuedAtMs: number, lifetimeSeconds: number) => Promise<Minted>} mint
 */

/**
 * `POST /widgets/token`, in either contract. The order of the refusals is that of a public API:
 *
 * 1. 401, who is asking: without a good key nothing else is told, not even that the body is wrong.
 * 2. 429, counted per key, so after it is known; wrong requests count too, being work like any other.
 * 3. 400 or 422, whether the question makes sense by itself.
 * 4. 404, whether the organization exists, then the other 401, whether it is of the key's environment.
 *    (The last comes this late because only the organization tells.)
 *
 * @param {object} options
 * @param {import("../clock.js").Clock} options.clock
 * @param {import("./request-log.js").RequestLog} options.log
 * @param {Map<Contract, { take(key: string): number | undefined }>} options.rateLimits
 * @param {{ lifetimeSeconds: number | null }} options.settings
 * @returns {import("express").RequestHandler}
 */
export function tokenEndpoint({ clock, log, rateLimits, settings }) {
  return async (request, response) => {
    const { contract, body } = /** @type {import("./body.js").ReadBody} */ (response.locals);

    const key = authenticate(request.get("Authorization"));
    const retryAfterSeconds = rateLimits.get(contract)?.take(key.secret);
    if (retryAfterSeconds !== undefined) {
      const description = `Over ${contract.requestsPerMinute} requests a minute with this API key.`;
      throw new Refusal(429, "rate_limit_exceeded", description, retryAfterSeconds);
    }
    if (!body) throw invalidRequest("The body must be a JSON object.");
    const wanted = contract.parse(body);
    const organization = findOrganization(wanted.organizationId, key);

    const issuedAtMs = clock.now();
    const lifetimeSeconds = wanted.lifetimeSeconds ?? settings.lifetimeSeconds ?? contract.defaultLifetimeSeconds;
    const minted = await contract.mint(wanted, issuedAtMs, lifetimeSeconds);

    log.remember(minted.token, {
      jti: minted.jti ?? null,
      contract: contract.name,
      keyName: key.name,
      organizationId: organization.id,
      scopes: wanted.scopes,
      userId: wanted.userId ?? null,
      issuedAt: new Date(issuedAtMs).toISOString(),
      expiresAt: new Date(minted.expiresAtMs).toISOString(),
    });
    response.status(minted.status).json(minted.body);
  };
}
