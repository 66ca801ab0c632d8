import { authenticated, requireMembership } from "./access.js";
import { readBody, requirePost } from "./body.js";
import { admission } from "./limiter/admission.js";
import { limiterOf } from "./limiter/fallback.js";
import { parseOptions } from "./options.js";
import { corsHeaders, preflight, requireAllowedOrigin } from "./origin.js";
import { Refusal, refusalReply, tokenReply } from "./reply.js";
import { reporter } from "./report.js";
import { parseTokenRequest } from "./token-request.js";
import { BUSY } from "./workos/outcome.js";
import { createWorkos } from "./workos/workos.js";

/**
 * @param {import("./index.js").TokenRouteOptions} given
 * @returns {import("./index.js").TokenRoute}
 */
export function createTokenRoute(given) {
  const options = parseOptions(given);
  const report = reporter(options.onError);
  const limiter = limiterOf(options, report);
  const admit = admission(limiter, options.timeoutMs / 4);
  const tools = { options, report, askWorkos: createWorkos(options), admit, refused: limiter.refused };
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
 * @property {ReturnType<typeof admission>} admit
 * @property {import("./limiter/fallback.js").SafeLimiter["refused"]} refused
 */

/**
 * Checks in order of cost: the request's form first, then the user, then the rate limit; WorkOS is called last.
 *
 * @param {Request} request
 * @param {unknown} context
 * @param {Record<string, string>} headers
 * @param {Tools} tools
 */
async function answer(request, context, headers, { options, report, askWorkos, admit, refused }) {
  if (request.method === "OPTIONS") return preflight(request, options);
  requirePost(request);
  requireAllowedOrigin(request, options);
  const body = await readBody(request, options.timeoutMs);

  const user = await authenticated(request, context, options, report);
  const wanted = parseTokenRequest(body, options.scopes);
  requireMembership(user, wanted.organizationId);

  const caller = { userId: user.userId, request: JSON.stringify([wanted.organizationId, ...wanted.scopes]) };
  const { waitMs, limit, heldMs } = await admit(caller, request.signal);
  if (waitMs > 0) {
    throw new Refusal(429, "rate_limited", limit === "user" ? "Too many requests from this user." : BUSY, {
      retryInMs: waitMs,
    });
  }

  const outcome = await askWorkos({ ...wanted, userId: user.workosUserId }, options.timeoutMs - heldMs);
  const { refusal, pauseMs, problem } = outcome;
  if (problem) report(problem);
  if (refusal && pauseMs !== undefined) refusal.retryInMs = (await refused(caller, pauseMs)).waitMs;
  if (refusal) throw refusal;
  return tokenReply(outcome, headers);
}

/**
 * @param {unknown} cause
 * @param {import("./report.js").Report} report
 */
function bug(cause, report) {
  report({ code: "internal", message: "Internal error of the token route.", cause });
  return new Refusal(500, "server_error", "Something went wrong on the server.");
}
