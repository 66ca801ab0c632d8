import assert from "node:assert/strict";
import { test } from "node:test";
import { isFull, unlessFull } from "../../extent.js";
import { runScenario } from "./scenario.js";
import { openStage } from "./stage.js";
import { consoleErrors } from "./tally.js";

const KEYS = 4;
const ALL_401 = { "no token": 401, unknown: 401, expired: 401, forbidden: 401 };

const NOTHING_WRONG = { none: 0, expired: 0, foreign: 0, superseded: 0, unknown: 0, forbidden: 0 };
const ALL_THERE = { resolved: 5, hasKeys: true, skeletons: 0 };

/** For how many token lifetimes the widgets are left alone first. */
const LIVES = isFull ? 10 : 2;

for (const [title, { lives, refuseWith, skip }] of Object.entries({
  [`${LIVES} lifetimes, and every step`]: { lives: LIVES, skip: false },
  "an API that refuses with 401 alone": { lives: 1, refuseWith: ALL_401, skip: unlessFull },
})) {
  test(`six widgets with the package: ${title}`, { timeout: 480_000, skip }, async (t) => {
    const stage = await openStage({ page: "with-package", refuseWith });
    t.after(stage.close);
    const notes = await runScenario(stage, lives);

    for (const { step, seen, tokenCalls, requests, ...wrong } of notes) {
      assert.deepEqual(wrong, NOTHING_WRONG, step);
      const domains = /organization/.test(step) ? "engines.example" : "acme-labs.example";
      assert.deepEqual(seen, { ...ALL_THERE, domains }, step);
    }
    assert.deepEqual(await stage.run(() => displayedErrors), [], "no widget has displayed an error");
    assert.deepEqual(consoleErrors(stage), { outage: consoleErrors(stage).outage, refusal: 1, others: [] });

    const calls = notes.map(({ tokenCalls }, at) => tokenCalls - (notes[at - 1]?.tokenCalls ?? 0));
    t.diagnostic(`calls of the token route: ${calls.join(", ")}`);
    const [mount, lifetimes, sleep, renewal, otherPage, otherOrganization, otherUser, outage, refusal] = calls;
    assert.equal(mount, KEYS, "three of the six share a token");
    // A token of 600 s is renewed after 540 to 555 s, or 30 s later if the visitor is away at that time.
    const passedSeconds = (lives + 0.5) * 547.5;
    between(lifetimes, KEYS * Math.floor(passedSeconds / 570), KEYS * Math.ceil(passedSeconds / 540));
    assert.equal(sleep, KEYS);
    assert.equal(renewal, KEYS);
    between(otherPage, KEYS, 2 * KEYS);
    assert.equal(otherOrganization, KEYS);
    between(otherUser, KEYS + 1, 3 * KEYS);
    // Three minutes of doubling pauses, for each key, which start over whenever the visitor returns.
    between(outage, KEYS, 20 * KEYS);
    assert.equal(refusal, 0);
  });
}

const control = { timeout: 480_000, skip: unlessFull };
test("the same without the package: the counters above detect faults", control, async (t) => {
  const stage = await openStage({ page: "by-hand" });
  t.after(stage.close);
  const notes = await runScenario(stage, 1);
  const [mount, , sleep, , , otherOrganization, otherUser, outage] = notes;
  assert.equal(mount.tokenCalls, 6);
  assert.equal(mount.none, 8);
  assert.ok(sleep.expired > 0);
  assert.ok(otherOrganization.foreign > 0);
  assert.equal(otherOrganization.seen.domains, "acme-labs.example", "it shows the previous organization");
  assert.ok(otherUser.foreign > otherOrganization.foreign);
  assert.equal(outage.seen.resolved, 0, "a minute after the backend's return");
  assert.ok(outage.seen.skeletons > 0);
  assert.deepEqual(await stage.run(() => displayedErrors), ["Error fetching data"]);
  assert.ok(consoleErrors(stage).others.length > 0);
});

/**
 * @param {number} number
 * @param {number} least
 * @param {number} most
 */
function between(number, least, most) {
  assert.ok(number >= least && number <= most, `${number} is not between ${least} and ${most}`);
}
