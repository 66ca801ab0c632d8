/** Calls at every frame while it runs and the page is visible; once a second where motion is not wanted. */

const STEP_MS = 1_000;

/** @param {(nowMs: number) => void} onTick */
export function createTicker(onTick) {
  const stillness = matchMedia("(prefers-reduced-motion: reduce)");
  let isRunning = false;
  /** @type {any} */
  let timer;
  let frame = 0;

  function next() {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    if (!isRunning || document.hidden) return;
    if (stillness.matches) timer = setTimeout(tick, STEP_MS);
    else frame = requestAnimationFrame(tick);
  }

  function tick() {
    onTick(Date.now());
    next();
  }

  /** @param {boolean} isWanted */
  return (isWanted) => {
    if (isRunning === isWanted) return;
    isRunning = isWanted;
    document[isRunning ? "addEventListener" : "removeEventListener"]("visibilitychange", next);
    if (isRunning) tick();
    else next();
  };
}
