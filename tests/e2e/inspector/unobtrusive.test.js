/** The inspector does not interfere with an app. */

import assert from "node:assert/strict";
import { launchChromium } from "../browser.js";
import { says, testInspector } from "./visit.js";

const FOLDED = { isOpen: false };

testInspector("its shadow root is closed", { before: () => {} }, async ({ run }) => {
  const seen = await run(({ endpoint }) => {
    const globals = Object.keys(globalThis).length;
    const unmount = mountInspector(createTokenManager({ endpoint }));
    const host = document.querySelector("workos-widget-tokens-inspector");
    return { root: host.shadowRoot, added: Object.keys(globalThis).length - globals, is: typeof unmount };
  });
  assert.deepEqual(seen, { root: null, added: 0, is: "function" });
});

testInspector(
  "closed, it has no timer and still counts tokens with problems",
  {},
  async ({ mount, launcher, route, run, page }) => {
    await mount({ ...FOLDED, scopes: [] });
    assert.deepEqual(await page.evaluate(() => pendingTimers()), []);
    await says(launcher, /^Widget tokens$/);
    assert.equal(await page.evaluate(() => framesAskedFor()), 0);
    route.answer({ status: 403, json: {} });
    await run(() => tokens.getToken(sso).catch(() => {}));
    await says(launcher, "1 token in trouble");
    assert.equal(await page.evaluate(() => framesAskedFor()), 0);
  },
);

testInspector(
  "closed, it records a rejected token and shows it when opened",
  {},
  async ({ mount, launcher, run, page, rows, log, route }) => {
    await mount({ ...FOLDED, scopes: ["sso"] });
    await run(() => sources[0].getToken().then(() => sources[0].invalidate()));
    await route.arrived(2);
    await run(() => sources[0].getToken().then(() => undefined));
    assert.deepEqual(
      (await page.evaluate(() => pendingTimers())).filter((timer) => timer.startsWith("frame")),
      [],
    );
    await launcher.click();
    await says(log, "The token was rejected.");
    await rows.locator(".bar.dropped").waitFor();
    assert.equal(await rows.locator(".layer .bar").count(), 2);
  },
);

testInspector("inspecting a key counts, fetches and keeps alive nothing", { clock: true }, async (visit) => {
  const { mount, run, advance, route, page } = visit;
  await mount({ scopes: [], idleAfterMs: 60_000 });
  await run(() => {
    globalThis.idles = 0;
    tokens.on("idle", () => idles++);
    return tokens.getToken(sso).then(() => undefined);
  });
  for (let minute = 0; minute < 12; minute++) await advance(60_000);
  const { hits, idle } = await run(() => ({ hits: tokens.stats().hits, idle: idles }));
  assert.deepEqual({ hits, idle, requests: route.requests.length }, { hits: 0, idle: 1, requests: 1 });
  await says(page.locator(".key"), "Holds no token");
  await says(page.locator("ol"), /No longer used/);
});

testInspector("opens, closes, moves, and keeps its position for the session", {}, async (visit) => {
  const { mount, launcher, fold, panel, page, run } = visit;
  await mount(FOLDED);
  const place = () => panel.evaluate((element) => element.getBoundingClientRect().toJSON());
  await launcher.focus();
  await page.keyboard.press("Enter");
  await panel.waitFor();
  assert.ok(await fold.evaluate((button) => button.matches(":focus")));
  const first = await place();
  const handle = page.getByRole("button", { name: "Move: arrow keys" });
  await handle.focus();
  for (const key of ["ArrowLeft", "ArrowLeft", "ArrowUp", "Shift+ArrowUp"]) await page.keyboard.press(key);
  const second = await place();
  assert.deepEqual([second.x - first.x, second.y - first.y], [-32, -96]);

  const title = await page.getByRole("heading", { name: "Widget tokens" }).boundingBox();
  await page.mouse.move(title.x + 5, title.y + 5);
  await page.mouse.down();
  await page.mouse.move(title.x - 195, title.y - 15, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(title.x, title.y);
  const third = await place();
  assert.deepEqual([third.x - second.x, third.y - second.y], [-200, -20]);
  // It stays inside the page.
  await handle.focus();
  for (let press = 0; press < 20; press++) await page.keyboard.press("Shift+ArrowUp");
  assert.equal((await place()).y, 0);

  await run(() => {
    unmount();
    globalThis.unmount = mountInspector(tokens);
  });
  assert.deepEqual(await place(), { ...third, y: 0, top: 0, bottom: third.height });
  await page.keyboard.press("Tab");
  await fold.focus();
  await page.keyboard.press("Escape");
  await launcher.waitFor();
  assert.ok(await launcher.evaluate((button) => button.matches(":focus")));
  assert.equal(await panel.isVisible(), false);
});

testInspector("keys pressed in it do not trigger the app's shortcuts", {}, async ({ mount, page }) => {
  await mount();
  await page.evaluate(() => {
    globalThis.heard = [];
    for (const name of ["keydown", "keyup", "keypress"]) addEventListener(name, ({ key }) => heard.push(key));
  });
  await page.getByRole("searchbox").pressSequentially("sso");
  assert.deepEqual(await page.evaluate(() => heard), []);
});

testInspector(
  "it and the app's styles, base and z-indexes do not affect each other",
  {},
  async ({ mount, page, panel, verdict, fold, site, route }) => {
    await page.evaluate(() => {
      document.head.insertAdjacentHTML("beforeend", '<base href="https://elsewhere.example/">');
      const style = document.createElement("style");
      style.textContent = `
      html { font-size: 3px; filter: none }
      * { all: unset; display: inline !important; color: red !important; position: static !important; font-size: 40px }
      body { transform: translateY(300px) }
      .veil { position: fixed !important; inset: 0; z-index: 2147483646; background: black }
      button { display: none !important }`;
      document.head.append(style);
      document.body.innerHTML = '<p class="key">An app</p><div class="veil"></div>';
    });
    const before = await page.evaluate(() => getComputedStyle(document.querySelector("p")).cssText);
    await mount({ endpoint: site.url + route.endpoint });
    await says(verdict, "All 2 tokens are valid.");
    const box = await panel.boundingBox();
    assert.deepEqual({ width: box.width, height: box.height }, { width: 720, height: 560 });
    assert.equal(await panel.evaluate((element) => getComputedStyle(element).fontSize), "14px");
    const icon = await page
      .locator(".key .icon path")
      .first()
      .evaluate((path) => path.getBoundingClientRect().width);
    assert.ok(icon > 10, "icons are drawn without a reference that a base could redirect");
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("p")).cssText), before);
    await fold.click();
  },
);

const exposed = { launch: () => launchChromium({ args: ["--js-flags=--expose-gc"] }) };
testInspector("leaves nothing behind after a hundred mounts", exposed, async ({ mount, run, page, verdict }) => {
  await mount();
  await says(verdict, "All 2 tokens are valid.");
  await run(() => unmount());
  const left = await run(async () => {
    const hosts = [];
    let listening = 0;
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (...args) {
      if (this === document || this === window) listening++;
      return addEventListener.apply(this, args);
    };
    EventTarget.prototype.removeEventListener = function (...args) {
      if (this === document || this === window) listening--;
      return removeEventListener.apply(this, args);
    };
    const mountOnce = () => {
      const unmount = mountInspector(tokens);
      hosts.push(new WeakRef(document.querySelector("workos-widget-tokens-inspector")));
      unmount();
    };
    for (let round = 0; round < 100; round++) mountOnce();
    // Garbage is collected a task later at the earliest, and intersection observers release theirs in a
    // frame.
    for (let round = 0; round < 20 && hosts.some((host) => host.deref()); round++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await task();
      // In a task of its own: what lies on this one's stack might look like a reference.
      await gc({ type: "major", execution: "async" });
    }
    const alive = hosts.filter((host) => host.deref()).length;
    return { alive, listening, elements: document.querySelectorAll("workos-widget-tokens-inspector").length };
  });
  assert.deepEqual(left, { alive: 0, listening: 0, elements: 0 });
  await page.waitForFunction(() => !pendingTimers().some((timer) => timer.startsWith("frame")));
  // The manager's notifications now reach nobody.
  await run(() => tokens.getToken(sso, { forceRefresh: true }));
});

testInspector(
  "draws and checks only a few of five hundred keys",
  {},
  async ({ mount, run, rows, verdict, page, panel }) => {
    const scopes = Array.from({ length: 500 }, (_, at) => `widgets:of-${at}:manage`);
    // A thousand requests to a server would take most of the test.
    await run(() => {
      let count = 0;
      globalThis.fetch = async () => Response.json({ token: `widget_token_of_the_page_${++count}`, expires_in: 600 });
    });
    await mount({ scopes });
    await says(verdict, "All 500 tokens are valid.");
    assert.equal(await rows.count(), 20);
    // The cost of a frame is counted, not timed: the elements and attributes that it changes, at most.
    const mostTouched = (/** @type {boolean} */ isRenewed) =>
      run(
        async ({ isRenewed }) => {
          const { shadowRoot } = document.querySelector("workos-widget-tokens-inspector");
          let [touched, most] = [0, 0];
          const observer = new MutationObserver((records) => {
            touched += records.length;
          });
          observer.observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
          const count = (/** @type {Promise<unknown>} */ renewed) => {
            let isOver = false;
            renewed.then(() => {
              isOver = true;
            });
            return (async () => {
              for (let frames = 0; frames < 60 || !isOver; frames++) {
                await new Promise((resolve) => requestAnimationFrame(resolve));
                most = Math.max(most, touched);
                touched = 0;
              }
            })();
          };
          await count(
            isRenewed ? Promise.all(sources.map((source) => source.getToken({ forceRefresh: true }))) : task(),
          );
          observer.disconnect();
          return most;
        },
        { isRenewed },
      );
    const onScreen = await rows.evaluateAll(
      (all) => all.filter((row) => row.getBoundingClientRect().top < innerHeight).length,
    );
    assert.ok(onScreen < 10, String(onScreen));
    const idle = await mostTouched(false);
    assert.ok(idle < 100, `a frame changes ${idle} nodes`);
    await page.getByRole("button", { name: "Show more: 480 are left" }).click();
    assert.equal(await rows.count(), 40);
    const elements = await panel.locator("*").count();
    assert.ok(elements < 40 * 80, String(elements));
    const later = await mostTouched(false);
    assert.ok(later < 200, `a frame changes ${later} nodes`);
    const renewing = await mostTouched(true);
    assert.ok(renewing < 1_000, `a frame changes ${renewing} nodes`);
  },
);
