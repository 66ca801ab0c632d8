import { invalidRequest, Refusal } from "../refusal.js";
import { requireMembership, requireUser } from "./access.js";
import { parseTokenRequest } from "./token-request.js";

/**
 * `POST /api/seed/widget-token`: the seed's contract, passed through as it comes: `{token,
 * expires_at}`, or the error with its status and `Retry-After`. `?expires_in=` sets the lifetime.
 *
 * @param {import("./seed-client.js").RequestSeedToken} requestSeedToken
 * @returns {import("express").RequestHandler}
 */
export function seedTokenRoute(requestSeedToken) {
  return async (request, response) => {
    response.set("Cache-Control", "no-store");

    const user = requireUser(request);
    const { organizationId, widgetScopes } = parseTokenRequest(request.body);
    if (widgetScopes.length > 1) throw invalidRequest("widgetScope must be one scope here");
    requireMembership(user, organizationId);

    const { status, headers, text } = await ask(requestSeedToken, {
      organization_id: organizationId,
      widget_scope: widgetScopes[0],
      expires_in: lifetimeSeconds(request.query.expires_in),
    });
    for (const name of ["Content-Type", "Retry-After"]) {
      const value = headers.get(name);
      if (value !== null) response.setHeader(name, value);
    }
    response.status(status).end(text);
  };
}

/**
 * @param {import("./seed-client.js").RequestSeedToken} requestSeedToken
 * @param {Record<string, unknown>} fields
 */
async function ask(requestSeedToken, fields) {
  try {
    const reply = await requestSeedToken(fields);
    return { status: reply.status, headers: reply.headers, text: await reply.text() };
  } catch (error) {
    const timedOut = error instanceof Error && error.name === "TimeoutError";
    if (timedOut) throw new Refusal(504, "server_error", "WorkOS did not answer in time.");
    throw new Refusal(502, "server_error", "WorkOS could not be reached.");
  }
}

/**
 * A number where it is one; anything else goes on as it is, and WorkOS says what is wrong with it.
 *
 * @param {unknown} query
 */
function lifetimeSeconds(query) {
  return typeof query === "string" && /^\d+$/.test(query) ? Number(query) : query;
}
