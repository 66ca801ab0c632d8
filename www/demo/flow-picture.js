const PULSE_MS = 700;

/**
 * Makes the picture of the three steps tell of what goes on: a dot runs along the wire.
 *
 * @param {Record<"toManager" | "toRoute" | "toWorkos", string>} wireIds
 */
export function showFlow(wireIds) {
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  const runnerOf = (/** @type {string} */ id) =>
    /** @type {HTMLElement} */ (document.querySelector(`#${id} .wire-runner`));
  const runners = {
    toManager: runnerOf(wireIds.toManager),
    toRoute: runnerOf(wireIds.toRoute),
    toWorkos: runnerOf(wireIds.toWorkos),
  };
  const run = (/** @type {HTMLElement} */ runner, delayMs = 0) => {
    if (stillness.matches || document.hidden) return;
    const frames = [
      { transform: "translateX(-100%)", opacity: 1 },
      { transform: "translateX(0)", opacity: 1, offset: 0.9 },
      { transform: "translateX(0)", opacity: 0 },
    ];
    runner.animate(frames, { duration: PULSE_MS, delay: delayMs, easing: "ease-in-out" });
  };

  return {
    asked: () => run(runners.toManager),
    requested: () => {
      run(runners.toRoute);
      run(runners.toWorkos, PULSE_MS / 2);
    },
  };
}
