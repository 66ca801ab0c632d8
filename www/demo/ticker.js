const STEP_MS = 1_000;

/**
 * The page's only moving force: calls whoever has joined, at every frame, while anybody has joined
 * and the page is visible. Where motion is not wanted, it calls once a second instead.
 */
export class Ticker {
  /** @type {Set<(nowMs: number) => void>} */
  #members = new Set();
  #stillness = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {(() => void) | undefined} */
  #cancel;

  constructor() {
    const restart = () => {
      this.#stop();
      this.#run();
    };
    document.addEventListener("visibilitychange", restart);
    this.#stillness.addEventListener("change", restart);
  }

  /**
   * @param {(nowMs: number) => void} member
   * @returns {() => void} leaves again
   */
  join(member) {
    this.#members.add(member);
    this.#run();
    return () => {
      this.#members.delete(member);
      if (this.#members.size === 0) this.#stop();
    };
  }

  #run() {
    if (this.#cancel || this.#members.size === 0 || document.hidden) return;
    const tick = () => {
      this.#cancel = undefined;
      const nowMs = Date.now();
      for (const member of [...this.#members]) member(nowMs);
      this.#run();
    };
    if (this.#stillness.matches) {
      const timer = setTimeout(tick, STEP_MS);
      this.#cancel = () => clearTimeout(timer);
    } else {
      const frame = requestAnimationFrame(tick);
      this.#cancel = () => cancelAnimationFrame(frame);
    }
  }

  #stop() {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
