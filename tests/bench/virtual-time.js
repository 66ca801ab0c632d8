// Chromium's own virtual time: its clocks and timers jump to the next deadline, and wait for
// requests, which are real.

/** @param {import("playwright-core").CDPSession} cdp */
export async function stopTime(cdp) {
  await cdp.send("Emulation.setVirtualTimePolicy", { policy: "pause" });
}

/**
 * Lets this much time pass, and stops it again.
 *
 * @param {import("playwright-core").CDPSession} cdp
 * @param {number} ms
 */
export async function letPass(cdp, ms) {
  const passed = new Promise((resolve) => cdp.once("Emulation.virtualTimeBudgetExpired", resolve));
  await cdp.send("Emulation.setVirtualTimePolicy", { policy: "pauseIfNetworkFetchesPending", budget: ms });
  await passed;
}
