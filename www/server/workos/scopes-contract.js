import { Refusal } from "../refusal.js";
import { newIdentifier } from "./identifier.js";
import { signToken } from "./jwt.js";
import { findPerson } from "./people.js";
import { parseOrganizationId } from "./seed-contract.js";

const WIDGETS = "users-table|sso|domain-verification|api-keys|dsync|audit-log-streaming|pipes";
const SCOPE = new RegExp(`^widgets:(?:${WIDGETS}):manage$`);

/**
 * The product as its SDK has it: a set of `scopes`, a user, and a JWT that carries its own expiry.
 *
 * @type {import("./token-endpoint.js").Contract}
 */
export const scopesContract = {
  name: "scopes",
  requestsPerMinute: 6_000,
  defaultLifetimeSeconds: 3_600,

  errorBody({ status, message, code }) {
    return status === 422 ? { message: [message], code } : { message, code };
  },

  parse(body) {
    const organizationId = parseOrganizationId(body);
    const scopes = parseScopes(body.scopes);
    const { user_id: userId } = body;
    if (userId !== undefined && typeof userId !== "string") {
      throw unprocessable("user_id must be a string");
    }
    return { organizationId, scopes, userId };
  },

  async mint({ organizationId, scopes, userId }, issuedAtMs, lifetimeSeconds) {
    const iat = Math.floor(issuedAtMs / 1000);
    const exp = iat + lifetimeSeconds;
    const jti = newIdentifier("token");
    const token = await signToken({
      iss: "https://workos.invalid",
      ...(userId !== undefined && { sub: userId }),
      org_id: organizationId,
      // UserSessions looks for it among the user's sessions, to tell which is this device.
      sid: findPerson(userId)?.sessionId ?? newIdentifier("session"),
      jti,
      permissions: scopes,
      iat,
      exp,
    });
    return { token, jti, expiresAtMs: exp * 1000, status: 201, body: { token } };
  },
};

/**
 * @param {unknown} scopes
 * @returns {string[]}
 */
function parseScopes(scopes) {
  if (!Array.isArray(scopes) || scopes.length === 0) {
    throw unprocessable("scopes must be an array of at least one scope");
  }
  for (const [index, scope] of scopes.entries()) {
    if (typeof scope !== "string" || !SCOPE.test(scope)) {
      throw unprocessable(`scopes[${index}] is not a scope of any widget`);
    }
  }
  return scopes;
}

/** @param {string} description */
function unprocessable(description) {
  return new Refusal(422, "unprocessable_entity", description);
}
