// What an unused manager does: nothing.

import { call, withPage } from "../pages.js";
import { verdictOn } from "../verdicts.js";
import { letPass, stopTime } from "../virtual-time.js";

const HOUR_MS = 3_600_000;

/** The events of a page that is shown again. */
const WAKE_UPS = ["focus", "online", "pageshow", "resume", "visibilitychange"];

/** @typedef {{ armed: number, wakes: number, listeners: string[] }} State */

/**
 * @param {import("../measurement.js").Run} run
 * @returns {Promise<import("../measurement.js").Measurement>}
 */
export async function measure(run) {
  const hours = { unread: await idleHour(run, []), idle: await idleHour(run, ["readOnce"]) };
  const both = Object.values(hours);
  const armed = Math.max(...both.map((hour) => hour.armed));
  const wakes = Math.max(...both.map((hour) => hour.wakes));
  const requests = Math.max(...both.map((hour) => hour.requests));
  const { listeners } = hours.idle;
  const rows = [
    {
      what: "an unused or idle manager",
      target: "no timer, only the wake-up listeners, no wake-up of the processor",
      measured: `${armed} timers; listens to ${listeners.join(", ")}; in an hour ${wakes} wakes, ${requests} requests`,
      verdict: verdictOn(armed + wakes + requests === 0 && both.every((hour) => hour.listeners.every(isWakeUp))),
    },
  ];
  return { rows, columns: [], figures: hours };
}

/**
 * @param {import("../measurement.js").Run} run
 * @param {string[]} actions what happens to the manager an hour before
 */
function idleHour(run, actions) {
  return withPage(run, async (page, cdp) => {
    await stopTime(cdp);
    await call(page, "idle.js", "open");
    for (const action of actions) await call(page, "idle.js", action);
    await letPass(cdp, HOUR_MS);
    /** @type {State} */
    const before = await call(page, "idle.js", "state");
    const requestsBefore = run.server.requests();
    await letPass(cdp, HOUR_MS);
    /** @type {State} */
    const { armed, wakes, listeners } = await call(page, "idle.js", "state");
    return { armed, wakes: wakes - before.wakes, requests: run.server.requests() - requestsBefore, listeners };
  });
}

/** @param {string} name */
const isWakeUp = (name) => WAKE_UPS.includes(name);
