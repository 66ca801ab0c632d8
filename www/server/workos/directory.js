import { Refusal } from "../refusal.js";

/**
 * @typedef {"test" | "production"} Environment
 * @typedef {{ id: string, name: string, environment: Environment }} Organization
 * @typedef {{ name: string, secret: string, environment: Environment }} ApiKey
 */

/** The organizations that this WorkOS knows. */
export const organizations = Object.freeze({
  acme: organization("org_01H5K5Z4J8T9D3G2F1N6M8V7C4", "Acme", "test"),
  analytical: organization("org_01J2ANA1YT1CA1ENG1NES00001", "Analytical Engines", "test"),
  harbour: organization("org_01J2HARB0VRC0MP11ERS000002", "Harbour Compilers", "test"),
  kernel: organization("org_01J2KERNE1W0RKS00000000003", "Kernel Works", "test"),
  live: organization("org_01J2PR0DVCT10NACME00000004", "Acme", "production"),
});

/** The keys it accepts. They open nothing but this stand-in. */
export const apiKeys = Object.freeze({
  test: apiKey("local test key", "sk_test_local_opens_nothing_real", "test"),
  spare: apiKey("spare local test key", "sk_test_local_spare_opens_nothing_real", "test"),
  live: apiKey("local production key", "sk_live_local_opens_nothing_real", "production"),
});

/**
 * The key that an `Authorization` header carries.
 *
 * @param {string | undefined} header
 * @returns {ApiKey}
 */
export function authenticate(header) {
  if (!header) throw unauthorized("An API key is required: Authorization: Bearer sk_…");
  const secret = /^Bearer +(sk_\w+)$/i.exec(header)?.[1];
  if (!secret) throw unauthorized("The Authorization header must be: Bearer sk_…");
  const key = Object.values(apiKeys).find((candidate) => candidate.secret === secret);
  if (!key) throw unauthorized("The API key is not known.");
  return key;
}

/**
 * The organization with this id, as the key's environment sees it.
 *
 * @param {string} id
 * @param {ApiKey} key
 * @returns {Organization}
 */
export function findOrganization(id, key) {
  const found = Object.values(organizations).find((candidate) => candidate.id === id);
  if (!found) throw new Refusal(404, "organization_not_found", "Organization not found.");
  if (found.environment !== key.environment) {
    throw unauthorized(`The API key is of the ${key.environment} environment, the organization of the other.`);
  }
  return found;
}

/** @param {string} description */
function unauthorized(description) {
  return new Refusal(401, "unauthorized", description);
}

/**
 * @param {string} id
 * @param {string} name
 * @param {Environment} environment
 * @returns {Readonly<Organization>}
 */
function organization(id, name, environment) {
  return Object.freeze({ id, name, environment });
}

/**
 * @param {string} name
 * @param {string} secret
 * @param {Environment} environment
 * @returns {Readonly<ApiKey>}
 */
function apiKey(name, secret, environment) {
  return Object.freeze({ name, secret, environment });
}
