import { organizations } from "../workos/directory.js";
import { people } from "../workos/people.js";

/**
 * @typedef {{ id: string, name: string }} Membership an organization as the app knows it
 *
 * @typedef {object} User
 * @property {string} name
 * @property {string} [workosUserId]
 * @property {Membership[]} organizations
 *
 * @typedef {Map<string, User>} Users by name
 */

// In the app's own list still, but deleted at WorkOS: the way an app comes to ask for what is not there.
const DELETED = { id: "org_01J2DE1ETEDATW0RK0S0000005", name: "Gone & Sons (deleted at WorkOS)" };

/**
 * The app's users, with the stand-in's organizations.
 *
 * @returns {Users}
 */
export function demoUsers() {
  const { acme, analytical, harbour, kernel } = organizations;
  return byName([
    user("ada", people.ada.id, [acme, analytical]),
    user("grace", people.grace.id, [acme, harbour, DELETED]),
    user("linus", people.linus.id, [kernel]),
  ]);
}

/**
 * The same users where the tokens are real: all are members of the one real organization, and all
 * are the one real user, or none where none is given (WorkOS knows nobody called ada).
 *
 * @param {{ organizationId?: string, userId?: string }} options
 * @returns {Users}
 */
export function realUsers({ organizationId, userId }) {
  const memberships = organizationId ? [{ id: organizationId, name: organizationId }] : [];
  return byName(["ada", "grace", "linus"].map((name) => user(name, userId, memberships)));
}

/**
 * @param {string} name
 * @param {string | undefined} workosUserId
 * @param {Membership[]} memberships
 * @returns {User}
 */
function user(name, workosUserId, memberships) {
  return { name, workosUserId, organizations: memberships.map(({ id, name }) => ({ id, name })) };
}

/**
 * @param {User[]} users
 * @returns {Users}
 */
function byName(users) {
  return new Map(users.map((user) => [user.name, user]));
}
