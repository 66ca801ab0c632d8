import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { createGate } from "../package/route.js";
import { installPackage } from "../package/tarball.js";
import { testInPage } from "../package/visit.js";
import { bundle } from "./bundle.js";
import { EXTRA, PAGES, SERVERS } from "./entries.js";

const run = promisify(execFile);

/** @type {[string, string][]} */
const scripts = await Promise.all(
  Object.entries(PAGES).map(async ([name, entry]) => [name, await bundle(entry, { extra: EXTRA })]),
);

/** The manager's endpoint, as the document writes it, is this test's route. */
const toRoute = (/** @type {any} */ { page, site, route }) =>
  page.route("**/api/widget-token", (/** @type {any} */ its) => its.continue({ url: site.url + route.endpoint }));

/** Mounts the component, and reads its text. */
const begin = () => {
  globalThis.target = document.body.appendChild(document.createElement("div"));
  globalThis.app = start(target, "org_1");
  globalThis.says = () => target.textContent.trim();
  globalThis.until = async (condition) => {
    const startMs = new Event("now").timeStamp;
    while (!condition()) {
      if (new Event("now").timeStamp - startMs > 30_000) throw new Error(`not ${condition}: ${target.innerHTML}`);
      await task();
    }
  };
};

for (const [name, script] of scripts) {
  testInPage(`${name} shows the state of a source, and each change`, { clock: true, script }, async (visit) => {
    await toRoute(visit);
    const { run, route, advance } = visit;
    const gate = createGate();
    route.answer({ json: { token: "one", expires_in: 600 }, hold: gate.opened });
    await run(begin);
    assert.equal(await run(() => until(() => says() === "connecting").then(says)), "connecting");
    gate.open();
    const first = await run(() => until(() => says().startsWith("connected")).then(says));
    assert.equal(first, "connected until 2024-01-15T12:45:00.000Z");
    await advance(600_000);
    const second = await run(() => until(() => says() > "connected until 2024-01-15T12:50").then(says));
    assert.equal(route.requests.length, 2);
    assert.ok(second > first);
  });

  testInPage(`${name} shows an error`, { script, troubles: /403 \(Forbidden\)/ }, async (visit) => {
    await toRoute(visit);
    const { run, route } = visit;
    route.answer({ status: 403, json: { message: "not a member" } });
    await run(begin);
    assert.match(await run(() => until(() => says() !== "connecting").then(says)), /^forbidden: .*not a member/);
  });

  testInPage(
    `${name} switches to another organization, and releases the previous source`,
    { clock: true, script },
    async (visit) => {
      await toRoute(visit);
      const { run, route, advance } = visit;
      route.answer(({ json }) => ({
        json: { token: "token", expires_in: json.organizationId === "org_1" ? 600 : 1_200 },
      }));
      await run(begin);
      await run(() => until(() => says() === "connected until 2024-01-15T12:45:00.000Z"));
      await run(() => {
        app.change("org_2");
        return until(() => says() === "connected until 2024-01-15T12:55:00.000Z");
      });
      await advance(3_600_000, 9_000);
      const asked = route.requests.map(({ json }) => json.organizationId);
      assert.ok(asked.filter((id) => id === "org_1").length <= 2, asked.join());
      assert.ok(asked.filter((id) => id === "org_2").length >= 3, asked.join());
    },
  );

  testInPage(`${name} unsubscribes when the component unmounts`, { clock: true, script }, async (visit) => {
    await toRoute(visit);
    const { run, route, advance } = visit;
    await run(begin);
    await run(() => until(() => says().startsWith("connected")));
    await run(() => app.end());
    await advance(3_600_000, 9_000);
    assert.ok(route.requests.length <= 2, `${route.requests.length} requests`);
  });
}

const ON_SERVER = `
  import { tokens } from "./tokens.js";
  let requests = 0;
  globalThis.fetch = async (_, { signal }) => {
    // Like the real fetch, it does not send an aborted request.
    signal.throwIfAborted();
    requests++;
    throw new Error("a server sends no request");
  };
  globalThis.renderOnServer().then((html) => setImmediate(() => {
    const timers = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    process.stdout.write(JSON.stringify({ html, requests, timers, next: tokens.stats().nextRefreshInMs ?? null }));
  }));`;

for (const [name, entry] of Object.entries(SERVERS)) {
  test(`${name} on a server sends nothing, and leaves no timer`, { timeout: 120_000 }, async () => {
    const { project } = await installPackage();
    const file = join(project, `${name.replace(/\W/g, "-")}.cjs`);
    await writeFile(file, await bundle(`${entry}\n${ON_SERVER}`, { server: true, extra: EXTRA }));
    const { stdout, stderr } = await run(process.execPath, [file], { timeout: 60_000 });
    const { html, ...rest } = JSON.parse(stdout);
    assert.match(html, /connecting/);
    assert.deepEqual({ ...rest, stderr }, { requests: 0, timers: 0, next: null, stderr: "" });
  });
}
