import { authenticated, requireMembership } from "./access.js";
import { readBody, requirePost } from "./body.js";
import { limiterOf } from "./limiter/fallback.js";
import { parseOptions } from "./options.js";
import { corsHeaders, preflight, requireAllowedOrigin } from "./origin.js";
import { Refusal, refusalReply, tokenReply } from "./reply.js";
import { reporter } from "./report.js";
import { parseTokenRequest } from "./token-request.js";
import { createWorkos } from "./workos/workos.js";

/**
 * @param {import("./index.js").TokenRouteOptions} given
 * @returns {import("./index.js").TokenRoute}
 */
export function createTokenRoute(given) {
  const options = parseOptions(given);
  const report = reporter(options.onError);
  const tools = { options, report, askWorkos: createWorkos(options), limiter: limiterOf(options, report) };
  return async (input, more) => {
    // Most frameworks pass the request itself, the others an object that contains it.
    const [request, context] = "request" in input ? [input.request, input] : [input, more];
    const headers = corsHeaders(request, options);
    try {
      return await answer(request, context, headers, tools);
    } catch (error) {
      return refusalReply(error instanceof Refusal ? error : bug(error, report), headers);
    }
  };
}

/**
 * @typedef {object} Tools
 * @property {import("./options.js").Options} options
 * @property {import("./report.js").Report} report
 * @property {import("./workos/workos.js").AskWorkos} askWorkos
 * @property {import("./limiter/fallback.js").SafeLimiter} limiter
 */

/**
 * Checks in order of cost: the request's form first, then the user, then the rate limit; WorkOS is called last.
 *
 * @param {Request} request
 * @param {unknown} context
 * @param {Record<string, string>} headers
 * @param {Tools} tools
 */
async function answer(request, context, headers, { options, report, askWorkos, limiter }) {
  if (request.method === "OPTIONS") return preflight(request, options);
  requirePost(request);
  requireAllowedOrigin(request, options);
  const body = await readBody(request, options.timeoutMs);

  const user = await authenticated(request, context, options, report);
  const wanted = parseTokenRequest(body, options.scopes);
  requireMembership(user, wanted.organizationId);

  const caller = { userId: user.userId, request: JSON.stringify([wanted.organizationId, ...wanted.scopes]) };
  const { waitMs, limit } = await limiter.take(caller);
  if (waitMs > 0) throw tooMany(waitMs, limit === "user" ? "Too many requests from this user." : BUSY);

  const outcome = await askWorkos({ ...wanted, userId: user.workosUserId });
  if (outcome.pauseMs !== undefined) throw tooMany((await limiter.refused(caller, outcome.pauseMs)).waitMs, BUSY);
  if (outcome.problem) report(outcome.problem);
  if (outcome.refusal) throw outcome.refusal;
  return tokenReply(outcome, headers);
}

const BUSY = "Too many requests.";

/**
 * @param {number} waitMs
 * @param {string} description
 */
const tooMany = (waitMs, description) => new Refusal(429, "rate_limited", description, { retryInMs: waitMs });

/**
 * @param {unknown} cause
 * @param {import("./report.js").Report} report
 */
function bug(cause, report) {
  report({ code: "internal", message: "Internal error of the token route.", cause });
  return new Refusal(500, "server_error", "Something went wrong on the server.");
}
