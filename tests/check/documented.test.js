/** The documented command line finds nothing wrong with the documented routes. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import express from "express";
import { listen } from "../../www/server/listen.js";
import { startDemo } from "../../www/server/start.js";
import { apiKeys, organizations } from "../../www/server/workos/directory.js";
import { people } from "../../www/server/workos/people.js";
import { blockWith } from "../documents/documents.js";
import { loadShownRoute } from "../documents/shown-route.js";
import { runCommand, troubles } from "./command.js";

const SECRET = "sk_test_a2V5X2luX3Rlc3Rz";

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;

before(async () => {
  demo = await startDemo();
});

after(() => demo?.stop());

for (const { document, written } of /** @type {const} */ ([
  { document: "README.md", written: "by the package" },
  { document: "docs/route.md", written: "by hand" },
])) {
  test(`the route and the command of ${document}`, async (t) => {
    const user = { workosId: people.ada.id, organizationIds: [organizations.acme.id] };
    const workos = { workosUrl: demo.workosUrl, secret: apiKeys.test.secret };
    const route = await loadShownRoute({ written, ...workos, user, cookie: "session=1" });
    const site = await listen(route, { port: 0 });
    t.after(site.stop);
    const [npx, name, ...args] = blockWith(document, "npx workos-widget-tokens check")
      .replace(/\\\n/g, "")
      .replace("http://localhost:3000", site.url)
      .replace("session=…", "session=1")
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll('"', ""));
    assert.deepEqual([npx, name, args[0]], ["npx", "workos-widget-tokens", "check"]);
    const { status, stdout, stderr } = await runCommand([...args, "--json"]);
    assert.equal(status, 0, stdout + stderr);
    const found = Object.keys(troubles(JSON.parse(stdout)));
    // How fast this machine is says nothing about the route.
    assert.deepEqual(
      found.filter((id) => id !== "time/reply"),
      [],
    );
  });
}

describe("the route of docs/route.md", () => {
  test("accepts no inherited property name as a scope, and passes on no text of WorkOS", async (t) => {
    let asked = 0;
    const workos = express().use((_, response) => {
      asked += 1;
      response.status(422).json({ message: SECRET });
    });
    const standIn = await listen(workos, { port: 0 });
    t.after(standIn.stop);
    const user = { workosId: people.ada.id, organizationIds: [organizations.acme.id] };
    const route = await loadShownRoute({ workosUrl: standIn.url, secret: SECRET, user });
    const site = await listen(route, { port: 0 });
    t.after(site.stop);
    t.mock.method(console, "error", () => {});
    /** @param {string} widgetScope */
    const ask = async (widgetScope) => {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ organizationId: organizations.acme.id, widgetScope });
      const response = await fetch(`${site.url}/api/widget-token`, { method: "POST", headers, body });
      return { status: response.status, text: await response.text() };
    };
    for (const scope of ["constructor", "__proto__", "toString"]) assert.equal((await ask(scope)).status, 400);
    assert.equal(asked, 0);
    const { status, text } = await ask("sso");
    assert.deepEqual([status, asked], [502, 1]);
    assert.doesNotMatch(text, /sk_/);
  });
});
