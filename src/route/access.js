import { Refusal } from "./reply.js";
import { within } from "./time-limit.js";

/**
 * @typedef {object} User
 * @property {string} userId
 * @property {string | undefined} workosUserId the WorkOS user that the token is for
 * @property {ReadonlySet<string>} organizationIds
 */

/**
 * The signed-in user, from `authenticate` alone: the body comes from the browser and cannot be trusted.
 *
 * @param {Request} request
 * @param {unknown} context
 * @param {import("./options.js").Options} options
 * @param {import("./report.js").Report} report
 * @returns {Promise<User>}
 */
export async function authenticated(request, context, { authenticate, timeoutMs }, report) {
  const failed = (/** @type {unknown} */ cause, message = "authenticate threw an error.") => {
    report({ code: "authenticate_failed", message, cause });
    return new Refusal(500, "server_error", "Something went wrong on the server.");
  };
  let session;
  try {
    session = await within(timeoutMs, Promise.resolve(authenticate(request, context)), () => LATE);
  } catch (error) {
    throw failed(error);
  }
  if (session === LATE) throw failed(undefined, `authenticate took longer than ${timeoutMs} ms.`);
  if (!session) throw new Refusal(401, "unauthorized", "Sign in first.");
  return parseUser(session) ?? refuse(failed(undefined, SHAPE));
}

const LATE = /** @type {any} */ (Symbol("late"));
const SHAPE = "authenticate must return { userId, organizationIds }: a string, and an array or a Set of strings.";

/** @param {Refusal} refusal @returns {never} */
function refuse(refusal) {
  throw refusal;
}

/**
 * @param {any} session
 * @returns {User | undefined}
 */
function parseUser({ userId, organizationIds, workosUserId = userId }) {
  const areLists = Array.isArray(organizationIds) || organizationIds instanceof Set;
  if (typeof userId !== "string" || userId === "" || !areLists) return undefined;
  if (workosUserId !== null && typeof workosUserId !== "string") return undefined;
  return { userId, workosUserId: workosUserId ?? undefined, organizationIds: new Set(organizationIds) };
}

/**
 * @param {User} user
 * @param {string} organizationId
 */
export function requireMembership({ organizationIds }, organizationId) {
  if (!organizationIds.has(organizationId)) {
    throw new Refusal(403, "forbidden", "You are not a member of this organization.");
  }
}
