import { Refusal } from "../refusal.js";

/**
 * The signed-in user. The session cookie is the only thing asked: whatever the body says about a
 * user, the browser wrote it.
 *
 * @param {import("express").Request} request
 * @returns {import("./users.js").User}
 */
export function requireUser(request) {
  const user = signedInUser(request);
  if (!user) throw new Refusal(401, "unauthorized", "Sign in first.");
  return user;
}

/**
 * @param {import("./users.js").User} user
 * @param {string} organizationId
 */
export function requireMembership(user, organizationId) {
  if (!user.organizations.some(({ id }) => id === organizationId)) {
    throw new Refusal(403, "forbidden", "You are not a member of this organization.");
  }
}

/**
 * @param {import("express").Request} request
 * @returns {import("./users.js").User | undefined}
 */
export function signedInUser(request) {
  /** @type {import("./users.js").Users} */
  const users = request.app.locals.users;
  return users.get(request.session?.user);
}
