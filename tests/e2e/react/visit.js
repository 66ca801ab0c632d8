/** Tests that run in a page with React. In every test, React may log nothing. */

import assert from "node:assert/strict";
import { httpDate, makeJwt } from "../package/tokens.js";
import { testInPage } from "../package/visit.js";
import { BUILDS, bundle } from "./bundle.js";

/**
 * @typedef {object} ReactOptions
 * @property {import("./bundle.js").ReactBuild[]} [builds] all of them by default
 * @property {RegExp} [messages] console messages that the test causes on purpose
 */

/**
 * Bundles an entry with each build of React. Await it before defining tests.
 *
 * @param {string} entry a file beside this one
 * @param {import("./bundle.js").ReactBuild[]} [builds]
 */
export async function testsWith(entry, builds = BUILDS) {
  const scripts = new Map(await Promise.all(builds.map(async (build) => [build, await bundle(build, entry)])));

  /**
   * The same test with each build of React.
   *
   * @param {string} name
   * @param {ReactOptions & import("../package/visit.js").VisitOptions} options
   * @param {(visit: any) => Promise<void>} body
   */
  return function testInReact(name, options, body) {
    for (const build of options.builds ?? builds) testOne(name, build, scripts.get(build), options, body);
  };
}

function testOne(name, build, script, { messages, ...options }, body) {
  const title = `${name} (React ${build.version}, ${build.mode})`;
  testInPage(title, { ...options, script, troubles: messages ?? options.troubles }, async (visit) => {
    /** @type {string[]} */
    const said = [];
    visit.page.on("console", (/** @type {any} */ message) => {
      if (!/^Failed to load resource/.test(message.text())) said.push(`${message.type()}: ${message.text()}`);
    });
    let lifeMs = 600_000;
    const now = () => (options.clock ? visit.now() : Date.now());
    const grant = (/** @type {any} */ request, /** @type {number} */ number) => ({
      headers: { Date: httpDate(now()) },
      json: { token: goodToken(request, number, now(), lifeMs) },
    });
    visit.route.answer(grant);
    if (!options.clock) await visit.run(() => watchRequests());
    await body({
      ...visit,
      build,
      said,
      grant,
      setLife(/** @type {number} */ ms) {
        lifeMs = ms;
      },
    });
    await visit.flush();
    assert.deepEqual(
      said.filter((text) => !messages?.test(text)),
      [],
      "nothing is logged to the console",
    );
  });
}

const PERMISSIONS = { sso: "widgets:sso:manage", dsync: "widgets:dsync:manage" };

/** A token without problems: its number, its user and its organization. */
function goodToken({ json, headers }, number, nowMs, lifeMs) {
  const { organizationId, widgetScope } = json;
  const iat = Math.floor(nowMs / 1000);
  const permissions = [widgetScope].flat().map((scope) => PERMISSIONS[scope] ?? scope);
  const whose = { sub: headers["x-user"], org_id: organizationId };
  return makeJwt({ jti: `token-${number}`, ...whose, permissions, iat, exp: iat + lifeMs / 1000 });
}
