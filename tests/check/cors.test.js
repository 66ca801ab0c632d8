import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertSilentOn, runCommand, troubles } from "./command.js";
import { answerWith, COOKIE, ORGANIZATION, serveRoute } from "./route.js";

const ORIGIN = "https://app.example";
const CSRF = "csrf-value-0123456789";

const LEAVE = {
  "Access-Control-Allow-Origin": ORIGIN,
  "Access-Control-Allow-Credentials": "true",
  "Access-Control-Expose-Headers": "Date, Retry-After",
};
const PREFLIGHT = { ...LEAVE, "Access-Control-Allow-Headers": "Content-Type, X-CSRF-Token" };

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {Record<string, string>} [leave] the headers of replies to requests
 * @property {Record<string, string>} [refusalLeave] the same where they differ for refusals
 * @property {import("./route.js").Answer} [preflight]
 * @property {string} [cookie] given to the command; "" for none
 * @property {Record<string, string>} troubles
 * @property {RegExp} [says]
 */

/** @type {Case[]} */
const cases = [
  { name: "right", troubles: {} },
  {
    name: "no preflight",
    preflight: answerWith(404, "<h1>Cannot OPTIONS</h1>"),
    troubles: { "cors/preflight": "wrong" },
    says: /\(OPTIONS\) gets status 404, an HTML page.*before authentication.*app\.use\(cors\(/,
  },
  {
    name: "a preflight that requires a session",
    preflight: answerWith(401, { error: "unauthorized" }, PREFLIGHT),
    troubles: { "cors/preflight": "wrong" },
    says: /gets status 401/,
  },
  {
    name: "a preflight that does not allow the headers",
    preflight: answerWith(204, "", { ...PREFLIGHT, "Access-Control-Allow-Headers": "content-type" }),
    troubles: { "cors/preflight": "wrong" },
    says: /Access-Control-Allow-Headers lacks x-csrf-token/,
  },
  {
    name: "a preflight with a wildcard for headers, which does not count with cookies",
    preflight: answerWith(204, "", { ...PREFLIGHT, "Access-Control-Allow-Headers": "*" }),
    troubles: { "cors/preflight": "wrong" },
    says: /lacks content-type, x-csrf-token/,
  },
  {
    name: "a preflight without credentials",
    preflight: answerWith(204, "", { ...PREFLIGHT, "Access-Control-Allow-Credentials": "" }),
    troubles: { "cors/preflight": "wrong" },
    says: /without Access-Control-Allow-Credentials/,
  },
  {
    name: "without credentials",
    leave: { ...LEAVE, "Access-Control-Allow-Credentials": "" },
    troubles: { "cors/credentials": "wrong", "cors/refusals": "wrong" },
    says: /no Access-Control-Allow-Credentials: true.*credentials: true/,
  },
  {
    name: "wildcard",
    leave: { ...LEAVE, "Access-Control-Allow-Origin": "*" },
    troubles: { "cors/origin": "wrong" },
    says: /is "\*", which does not apply to requests with cookies.*Allow the origin of your pages, https:\/\/app\.example/,
  },
  {
    name: "no CORS headers at all",
    leave: {},
    preflight: answerWith(405, { error: "POST only" }),
    troubles: {
      "cors/preflight": "wrong",
      "cors/origin": "wrong",
      "cors/credentials": "wrong",
      "cors/expose": "warning",
    },
  },
  {
    name: "headers that are not exposed",
    leave: { ...LEAVE, "Access-Control-Expose-Headers": "Date" },
    troubles: { "cors/expose": "warning" },
    says: /lacks retry-after.*Expose Date and Retry-After/,
  },
  {
    name: "refusals sent before CORS",
    refusalLeave: {},
    troubles: { "cors/refusals": "wrong" },
    says: /Error replies \(status 401, 403, 405, 400, 422\).*keeps retrying.*before everything else/,
  },
];

describe("pages of another origin", { concurrency: 4 }, () => {
  for (const { name, leave = LEAVE, refusalLeave = leave, preflight, troubles: expected, says } of cases) {
    test(name, async (t) => {
      const route = await serveRoute(t, (answer, { method, headers }) => {
        assert.ok(!("cookie" in headers) || method !== "OPTIONS", "a preflight carries no cookies");
        if (method === "OPTIONS") return preflight ?? answerWith(204, "", PREFLIGHT);
        return { ...answer, headers: { ...answer.headers, ...(answer.status === 200 ? leave : refusalLeave) } };
      });
      const { stdout, stderr, status } = await runCommand([...argsFor(route.url), "--cookie", COOKIE]);
      assertSilentOn(stdout + stderr, [...route.minted, COOKIE, CSRF]);
      const report = JSON.parse(stdout);
      assert.deepEqual(troubles(report), expected);
      assert.equal(status, report.counts.wrong > 0 ? 1 : 0);
      const [id] = Object.keys(expected);
      const { found, effect, mend, code } = report.checks.find((/** @type {any} */ check) => check.id === id) ?? {};
      if (says) assert.match(`${found} ${effect} ${mend} ${code}`, says);
    });
  }
});

test("allows a wildcard origin if a header, not a cookie, authenticates", async (t) => {
  const route = await serveRoute(t, (answer, { method, headers, text }, mint) => {
    const star = { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "*" };
    if (method === "OPTIONS") return answerWith(204, "", { ...star, "Access-Control-Allow-Headers": "*" });
    const isGood = headers["x-csrf-token"] === CSRF && text === JSON.stringify(WANTED);
    const { status, body } = isGood ? answerWith(200, { token: mint() }) : answer;
    return answerWith(status, body, star);
  });
  const { stdout } = await runCommand(argsFor(route.url));
  const { checks } = JSON.parse(stdout);
  const cors = checks.filter((/** @type {any} */ { id }) => id.startsWith("cors/"));
  assert.deepEqual(
    cors.map((/** @type {any} */ { id, verdict }) => `${id} ${verdict}`),
    ["cors/preflight ok", "cors/origin ok", "cors/expose ok", "cors/refusals ok", "cors/foreign-origin ok"],
  );
});

const WANTED = { organizationId: ORGANIZATION, widgetScope: "sso" };

/** @param {string} url */
function argsFor(url) {
  const options = ["--origin", ORIGIN, "--header", `X-CSRF-Token: ${CSRF}`, "--json"];
  return ["check", url, "--organization", ORGANIZATION, ...options];
}
