import assert from "node:assert/strict";
import { read, replaces, says } from "./visit.js";

/**
 * The effect that each fault button promises, and how the page recovers.
 *
 * @typedef {object} FaultCase
 * @property {string} name the button's label
 * @property {(visit: import("./visit.js").Visit, before: string) => Promise<void>} shows
 * @property {(visit: import("./visit.js").Visit, before: string) => Promise<void>} recovers
 */

/** @type {FaultCase[]} */
export const FAULT_CASES = [
  {
    name: "WorkOS is down",
    async shows({ key, page }) {
      await says(page, "#inspector .verdict", /\(server_error 502\)\..* The tokens at hand are still valid/);
      await says(key(1), ".note", /server_error: .*502.*Trying again/);
      await stillServes(key(1));
    },
    recovers: byItself,
  },
  {
    name: "Rate limited",
    async shows({ key, page }) {
      await says(key(1), ".note", /rate_limited: .*429.*Trying again/);
      await stillServes(key(1));
      // It waits for Retry-After: its own backoff would retry within a second.
      await says(page, '#inspector ol [data-kind="error"]', /rate_limited.*Retry in (9|[12]\d) s/);
    },
    recovers: byItself,
  },
  {
    name: "Slow",
    async shows({ key }, before) {
      await says(key(1), ".words", /valid, fetching the next/);
      assert.equal((await read(key(1))).token, before);
    },
    async recovers({ key }, before) {
      await replaces(key(1), before);
    },
  },
  {
    name: "The connection drops",
    async shows({ key }) {
      await says(key(1), ".note", /network: .*Trying again/);
      await stillServes(key(1));
    },
    recovers: byItself,
  },
  {
    name: "The route stalls half-way",
    async shows({ key, page, advance }) {
      await says(key(1), ".words", /valid, fetching the next/);
      await advance(10_000);
      // The key shows it too, but only until the next attempt, which may have begun.
      await says(page, '#inspector ol [data-kind="error"]', /timeout.*Retry in/);
      await says(key(1), ".words", /^Token is (still )?valid/);
    },
    recovers: byItself,
  },
  {
    name: "A login page instead of JSON",
    async shows({ key }) {
      await says(key(1), ".note", /invalid_response: .*200.*Not retried automatically/);
      await stillServes(key(1));
    },
    async recovers({ card, key, advance }, before) {
      // The same error is repeated for five seconds.
      await advance(6_000);
      await card(1).getByRole("button", { name: "Ask again" }).click();
      await replaces(key(1), before);
      await card(2).getByRole("button", { name: "Ask again" }).click();
    },
  },
  {
    name: "Your clock is an hour fast",
    shows: (visit, before) => onlyTheClockIsOff(visit, before, /^(1 h 00|59) min .*fast$/),
    recovers: byAnotherToken,
  },
  {
    name: "Your clock is an hour slow",
    shows: (visit, before) => onlyTheClockIsOff(visit, before, /^(1 h 00|59) min .*slow$/),
    recovers: byAnotherToken,
  },
];

/** @param {import("playwright-core").Locator} key */
async function stillServes(key) {
  await says(key, ".words", /^Token is still valid/);
  await says(key, ".facts", /^TokeneyJ/);
}

/**
 * @param {import("./visit.js").Visit} visit
 * @param {string} before
 */
async function byItself({ key, advance }, before) {
  // Longer than any pause so far, and shorter than the token's remaining lifetime.
  await advance(14_000);
  await replaces(key(1), before);
}

/**
 * @param {import("./visit.js").Visit} visit
 * @param {string} before
 * @param {RegExp} skew
 */
async function onlyTheClockIsOff({ key, counter }, before, skew) {
  await replaces(key(1), before);
  await counter("your clock").filter({ hasText: skew }).waitFor();
  const { words, ends } = await read(key(1));
  assert.match(words, /^Token is valid/);
  assert.match(ends, /^9 min \d\d s$/, "the clock is an hour off, and the lifetime is right");
}

/** @param {import("./visit.js").Visit} visit */
async function byAnotherToken({ card, key, counter }) {
  const { token } = await read(key(1));
  await card(1).getByRole("button", { name: "Reject it" }).click();
  await replaces(key(1), token);
  await counter("your clock").filter({ hasText: "right" }).waitFor();
}
