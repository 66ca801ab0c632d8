import { answerWith, changeGrant, mintOpaque } from "./route.js";

const SECRET = "sk_test_a2V5X2luX3Rlc3Rz";
const LOGIN = "<!doctype html><title>Sign in</title><form></form>";
const nowSeconds = () => Math.floor(Date.now() / 1000);

/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {import("./route.js").Change} change
 * @property {Record<string, string>} troubles every check that is not ok
 * @property {RegExp} says the text about the first of them, and its fix
 * @property {string[]} [args]
 */

/**
 * Routes whose token, or the reply that contains it, is faulty.
 *
 * @type {Fault[]}
 */
export const replyFaults = [
  {
    name: "HTML login page with 200",
    change: () => answerWith(200, LOGIN),
    troubles: { "reply/json": "wrong", "check/coverage": "note" },
    says: /HTML page titled "Sign in".*answer 401 with JSON/,
  },
  {
    name: "redirect to a login page",
    change: () => answerWith(302, "", { Location: "/login?next=secret-place" }),
    troubles: { "reply/status": "wrong", "check/coverage": "note" },
    says: /status 302 to \/login, .*answer 401 with JSON/,
  },
  {
    name: "refused for every caller",
    change: () => answerWith(403, { message: ["no", "never"] }),
    troubles: { "reply/status": "wrong", "check/coverage": "note" },
    says: /status 403, JSON that says "no; never".*--cookie/,
  },
  {
    name: "another success",
    change: (answer) => (answer.status === 200 ? { ...answer, status: 206 } : answer),
    troubles: { "reply/status": "warning" },
    says: /status 206.*Answer with status 200/,
  },
  {
    name: "not declared as JSON",
    change: (answer) =>
      answer.status === 200 ? { ...answer, headers: { ...answer.headers, "Content-Type": "text/plain" } } : answer,
    troubles: { "reply/json": "warning" },
    says: /"text\/plain".*application\/json/,
  },
  {
    name: "the SDK's whole response instead of the token",
    change: (answer) => changeGrant(answer, ({ token }) => ({ token: { token } })),
    troubles: { "reply/token": "wrong", "check/coverage": "note" },
    says: /of type object, not a string.*createToken.*const \{ token \} = await/,
  },
  {
    name: "empty token",
    change: (answer) => changeGrant(answer, () => ({ token: "" })),
    troubles: { "reply/token": "wrong", "check/coverage": "note" },
    says: /the field is empty.*createToken/,
  },
  {
    name: "token with a line break",
    change: (answer) => changeGrant(answer, ({ token }) => ({ token: `${token}\n` })),
    troubles: { "reply/token": "wrong", "check/coverage": "note" },
    says: /not printable.*exactly as WorkOS sent it/,
  },
  {
    name: "the secret key as the token",
    change: (answer) => changeGrant(answer, () => ({ token: SECRET })),
    troubles: { "reply/token": "wrong", "secrets/key": "wrong", "check/coverage": "note" },
    says: /is a secret WorkOS key.*Rotate the key/,
  },
  {
    name: "no expiry",
    change: (answer) => changeGrant(answer, () => ({ token: mintOpaque() })),
    troubles: { "lifetime/stated": "warning", "token/kind": "note", "access/user": "note" },
    says: /Neither .* says when it expires.*10 min.*expires_in in seconds/,
  },
  {
    name: "unreadable expiry",
    change: (answer) => changeGrant(answer, () => ({ token: mintOpaque(), expires_at: "in an hour" })),
    troubles: { "lifetime/stated": "wrong", "token/kind": "note", "access/user": "note" },
    says: /expires_at is "in an hour".*ISO 8601/,
  },
  {
    name: "expiry without an offset",
    change: (answer) =>
      changeGrant(answer, ({ token }) => ({
        token,
        expires_at: new Date((nowSeconds() + 3600) * 1000).toISOString().slice(0, 19),
      })),
    troubles: { "lifetime/offset": "warning" },
    says: /no offset.*in UTC with a Z.*toISOString/,
  },
  {
    name: "expired",
    change: (answer, _, mint) =>
      changeGrant(answer, () => ({ token: mint({ exp: nowSeconds() - 90, iat: nowSeconds() - 3690 }) })),
    troubles: { "lifetime/length": "wrong", "clock/issuer": "warning" },
    says: /already expired, 1 min \d+ s ago.*new token for each request/,
  },
  {
    name: "expired by the local clock alone",
    change: (answer) => {
      const headers = { ...answer.headers, Date: "" };
      const body = { token: mintOpaque(), expires_at: nowSeconds() - 3600 };
      return answer.status === 200 ? { ...answer, headers, body } : answer;
    },
    troubles: { "lifetime/length": "wrong", "token/kind": "note", "clock/date": "warning", "access/user": "note" },
    says: /already expired/,
  },
  {
    name: "lifetime of 20 s",
    change: (answer) => changeGrant(answer, () => ({ token: mintOpaque(), expires_in: 20 })),
    troubles: { "lifetime/length": "wrong", "token/kind": "note", "access/user": "note" },
    says: /lives for 20 s.*in a loop.*expires_in: 600/,
  },
  {
    name: "lifetime of 60 s",
    change: (answer) => changeGrant(answer, () => ({ token: mintOpaque(), expiresIn: "60" })),
    troubles: { "lifetime/length": "warning", "token/kind": "note", "access/user": "note" },
    says: /lives for 1 min.*at least 70 s/,
  },
  {
    name: "milliseconds instead of seconds",
    change: (answer) => changeGrant(answer, () => ({ token: mintOpaque(), expires_in: 600_000 })),
    troubles: { "lifetime/length": "warning", "token/kind": "note", "access/user": "note" },
    says: /lives for 6 d 22 h.*milliseconds are sent as seconds/,
  },
  {
    name: "absurdly far",
    change: (answer) => changeGrant(answer, () => ({ token: mintOpaque(), expires_at: "2999-01-01T00:00:00Z" })),
    troubles: { "lifetime/length": "wrong", "token/kind": "note", "access/user": "note" },
    says: /returning an expired token/,
  },
  {
    name: "reply and token disagree",
    change: (answer) => changeGrant(answer, ({ token }) => ({ token, expires_in: 600 })),
    troubles: { "lifetime/agreement": "warning" },
    says: /expires_in says 10 min, the token's exp 1 h|59 min.*Leave expires_in out/,
  },
  {
    name: "a JWT without iat and exp",
    change: (answer, _, mint) => changeGrant(answer, () => ({ token: mint({ exp: undefined, iat: "now" }) })),
    troubles: { "lifetime/stated": "warning", "token/claims": "warning" },
    says: /Neither/,
  },
  {
    name: "without the requested permission",
    args: ["--scope", "dsync"],
    change: (answer) => answer,
    troubles: { "token/permissions": "wrong" },
    says: /does not permit widgets:dsync:manage; it permits widgets:sso:manage.*scopes: \["widgets:dsync:manage"\]/,
  },
  {
    name: "for another organization",
    change: (answer, _, mint) => changeGrant(answer, () => ({ token: mint({ org_id: "org_other" }) })),
    troubles: { "token/organization": "wrong" },
    says: /is for org_other.*organizationId from the request's body/,
  },
];
