import assert from "node:assert/strict";
import { read, replaces, says } from "./visit.js";

/**
 * What each fault button promises, and how the page gets over it.
 *
 * @typedef {object} FaultCase
 * @property {string} name of the button
 * @property {(visit: import("./visit.js").Visit, before: string) => Promise<void>} shows
 * @property {(visit: import("./visit.js").Visit, before: string) => Promise<void>} recovers
 */

/** @type {FaultCase[]} */
export const FAULT_CASES = [
  {
    name: "WorkOS is down",
    async shows({ card }) {
      await says(card(1), ".card-note", /server_error, 502.*Trying again/);
      await stillServes(card(1));
    },
    recovers: byItself,
  },
  {
    name: "Rate limited",
    async shows({ card }) {
      await says(card(1), ".card-note", /rate_limited, 429.*Trying again/);
      await stillServes(card(1));
      const seconds = Number.parseInt((await card(1).locator(".card-next").textContent()) ?? "", 10);
      // By its own reckoning it would try again within a second.
      assert.ok(seconds > 5, `Retry-After is kept to, so the next try is not in ${seconds} s`);
    },
    recovers: byItself,
  },
  {
    name: "Slow",
    async shows({ card }, before) {
      await says(card(1), ".card-status", /valid, fetching the next/);
      assert.equal((await read(card(1))).token, before);
    },
    async recovers({ card }, before) {
      await replaces(card(1), before);
    },
  },
  {
    name: "The connection drops",
    async shows({ card }) {
      await says(card(1), ".card-note", /network.*Trying again/);
      await stillServes(card(1));
    },
    recovers: byItself,
  },
  {
    name: "The route stalls half-way",
    async shows({ card, page }) {
      await says(card(1), ".card-status", /valid, fetching the next/);
      await page.clock.runFor(10_000);
      // The card says so too, but only until the next try, which may be under way by now.
      await says(page.locator("#event-log"), '[data-kind="error"] >> nth=-1', /timeout.*Next try/);
      await says(card(1), ".card-status", /^Token is (still )?valid/);
    },
    recovers: byItself,
  },
  {
    name: "A login page instead of JSON",
    async shows({ card }) {
      await says(card(1), ".card-note", /invalid_response, 200.*Not tried again by itself/);
      await stillServes(card(1));
    },
    async recovers({ card, page }, before) {
      // For five seconds the same question has the same answer.
      await page.clock.runFor(6_000);
      await card(1).getByRole("button", { name: "Ask again" }).click();
      await replaces(card(1), before);
    },
  },
  {
    name: "Your clock is an hour fast",
    shows: (visit, before) => onlyTheClockIsOff(visit, before, "1 h fast"),
    recovers: byAnotherToken,
  },
  {
    name: "Your clock is an hour slow",
    shows: (visit, before) => onlyTheClockIsOff(visit, before, "1 h slow"),
    recovers: byAnotherToken,
  },
];

/** @param {import("playwright-core").Locator} card */
async function stillServes(card) {
  await says(card, ".card-status", /^Token is still valid$/);
  await says(card, ".card-token", /^eyJ/);
}

/**
 * @param {import("./visit.js").Visit} visit
 * @param {string} before
 */
async function byItself({ card, page }, before) {
  // Longer than any pause so far, and shorter than what is left of the token.
  await page.clock.runFor(14_000);
  await replaces(card(1), before);
}

/**
 * @param {import("./visit.js").Visit} visit
 * @param {string} before
 * @param {string} skew
 */
async function onlyTheClockIsOff({ card, page }, before, skew) {
  await replaces(card(1), before);
  await page.locator('[data-counter="skew"]').filter({ hasText: skew }).waitFor();
  const { status, ends } = await read(card(1));
  assert.equal(status, "valid");
  assert.match(ends, /^9 min 5\d s$/, "an hour off, and yet the life is right");
}

/**
 * @param {import("./visit.js").Visit} visit
 */
async function byAnotherToken({ card, page }) {
  const { token } = await read(card(1));
  await card(1).getByRole("button", { name: "Reject it" }).click();
  await replaces(card(1), token);
  await page.locator('[data-counter="skew"]').filter({ hasText: "right" }).waitFor();
}
