/** The diagnostics add nothing to an app's production bundle. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { findingsAbout } from "../../../src/npm/diagnostics/findings.js";
import { BAD_TOKENS, goodClaims } from "./bad-tokens.js";
import { ALL_BUILDS, bundle } from "./bundle.js";

const key = { organizationId: "org_1", widgetScope: /** @type {const} */ ("widgets:users-table:manage") };
const from = { status: /** @type {const} */ ("ready"), fetchedAt: 0, expiresAt: 20_000 };

/** The warning for each bad token, up to the first inserted value. */
const pieces = Object.values(BAD_TOKENS).flatMap((make) =>
  findingsAbout(key, { ...from, token: make(goodClaims(0)) }).flatMap(({ message }) =>
    message.split(/\d+|org_\w+|widgets:[\w:-]+|[:,.] /).filter((piece) => piece.length > 15),
  ),
);

/** @param {import("./bundle.js").ReactBuild} build */
const bundleApp = (build) => bundle(build, "server/client.js", { minifyWhitespace: false });

for (const build of ALL_BUILDS) {
  const { version, mode } = build;
  const isThere = mode === "development";
  test(`the diagnostics are ${isThere ? "" : "not "}in a bundle for ${mode} (React ${version})`, async () => {
    const script = unescaped(await bundleApp(build));
    assert.ok(pieces.length >= 6);
    for (const piece of pieces) assert.equal(script.includes(piece), isThere, piece);
    assert.equal(script.includes("workos-widget-tokens: "), isThere);
    assert.equal(script.includes("widgets:audit-log-streaming:manage"), isThere);
  });
}

/** Adjacent strings joined, as at run time. */
const unescaped = (/** @type {string} */ script) =>
  script.replace(/["'`]\s*\+\s*["'`]/g, "").replace(/\\(["'`])/g, "$1");
