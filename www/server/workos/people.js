import { organizations } from "./directory.js";

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} sessionId the session that this person's widget tokens belong to
 * @property {string} firstName
 * @property {string} lastName
 * @property {string} email
 *
 * @typedef {object} Membership
 * @property {Person} person
 * @property {"admin" | "billing" | "member"} role
 * @property {"Active" | "Invited"} status
 * @property {number} activeMinutesAgo
 */

/** The users that this WorkOS knows. */
export const people = Object.freeze({
  ada: person("ADA0000000000000000001", "Ada", "Lovelace", "ada@acme.example"),
  grace: person("GRACE00000000000000002", "Grace", "Hopper", "grace@acme.example"),
  linus: person("L1NVS00000000000000003", "Linus", "Sjöberg", "linus@kernel.example"),
  alan: person("A1AN000000000000000004", "Alan", "Turing", "alan@acme.example"),
  katherine: person("KATHER1NE0000000000005", "Katherine", "Johnson", "katherine@acme.example"),
  edsger: person("EDSGER0000000000000006", "Edsger", "Dijkstra", "edsger@acme.example"),
  emmy: person("EMMY000000000000000007", "Emmy", "Noether", "emmy@acme.example"),
  charles: person("CHAR1ES000000000000008", "Charles", "Babbage", "charles@analytical.example"),
  mary: person("MARY000000000000000009", "Mary", "Somerville", "mary@analytical.example"),
  luigi: person("1V1G100000000000000010", "Luigi", "Menabrea", "luigi@analytical.example"),
  jean: person("JEAN000000000000000011", "Jean", "Bartik", "jean@harbour.example"),
  betty: person("BETTY00000000000000012", "Betty", "Holberton", "betty@harbour.example"),
  konrad: person("K0NRAD0000000000000013", "Konrad", "Zuse", "konrad@harbour.example"),
  dennis: person("DENN1S0000000000000014", "Dennis", "Ritchie", "dennis@kernel.example"),
  astrid: person("ASTR1D0000000000000015", "Astrid", "Nyström", "astrid@kernel.example"),
  ivan: person("1VAN000000000000000016", "Ivan", "Petrov", "ivan@kernel.example"),
});

/** @type {Map<string, Membership[]>} */
const MEMBERS = new Map([
  [
    organizations.acme.id,
    [
      member(people.ada, "admin", 4),
      member(people.grace, "admin", 38),
      member(people.alan, "member", 190),
      member(people.katherine, "billing", 1_600),
      member(people.edsger, "member", 7_300),
      invited(people.emmy, "member"),
    ],
  ],
  [
    organizations.analytical.id,
    [
      member(people.ada, "admin", 4),
      member(people.charles, "admin", 75),
      member(people.mary, "member", 420),
      invited(people.luigi, "member"),
    ],
  ],
  [
    organizations.harbour.id,
    [
      member(people.grace, "admin", 38),
      member(people.jean, "member", 55),
      member(people.betty, "billing", 2_900),
      invited(people.konrad, "member"),
    ],
  ],
  [
    organizations.kernel.id,
    [
      member(people.linus, "admin", 2),
      member(people.dennis, "admin", 130),
      member(people.astrid, "member", 900),
      invited(people.ivan, "member"),
    ],
  ],
]);

/** @param {string} organizationId */
export function membersOf(organizationId) {
  return MEMBERS.get(organizationId) ?? [];
}

/**
 * @param {unknown} userId
 * @returns {Person | undefined}
 */
export function findPerson(userId) {
  return Object.values(people).find(({ id }) => id === userId);
}

/**
 * The organizations that a user is an active member of.
 *
 * @param {string} userId
 */
export function organizationsOf(userId) {
  return Object.values(organizations).filter(({ id }) =>
    membersOf(id).some(({ person: { id }, status }) => id === userId && status === "Active"),
  );
}

/**
 * @param {string} code
 * @param {string} firstName
 * @param {string} lastName
 * @param {string} email
 * @returns {Readonly<Person>}
 */
function person(code, firstName, lastName, email) {
  return Object.freeze({ id: `user_01J2${code}`, sessionId: `session_01J2${code}`, firstName, lastName, email });
}

/**
 * @param {Person} person
 * @param {Membership["role"]} role
 * @param {number} activeMinutesAgo
 * @returns {Membership}
 */
function member(person, role, activeMinutesAgo) {
  return { person, role, status: "Active", activeMinutesAgo };
}

/**
 * @param {Person} person
 * @param {Membership["role"]} role
 * @returns {Membership}
 */
function invited(person, role) {
  return { person, role, status: "Invited", activeMinutesAgo: 0 };
}
