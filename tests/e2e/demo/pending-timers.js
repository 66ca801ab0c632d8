/** Counts the page's pending timers and frames; runs before the page's scripts. */
export function countPendingTimers() {
  const pending = new Set();
  let frames = 0;
  const { setTimeout, clearTimeout, setInterval, clearInterval, requestAnimationFrame, cancelAnimationFrame } = window;

  /**
   * @param {any} start
   * @param {string} kind
   * @param {boolean} isOnce
   */
  const watched =
    (start, kind, isOnce) =>
    (/** @type {any} */ callback, /** @type {any[]} */ ...rest) => {
      const run = (/** @type {any[]} */ ...given) => {
        if (isOnce) pending.delete(`${kind} ${id}`);
        return callback(...given);
      };
      const id = start(run, ...rest);
      pending.add(`${kind} ${id}`);
      return id;
    };
  /**
   * @param {any} stop
   * @param {string} kind
   */
  const unwatched = (stop, kind) => (/** @type {number} */ id) => {
    pending.delete(`${kind} ${id}`);
    stop(id);
  };
  const frame = watched(requestAnimationFrame, "frame", true);

  Object.assign(window, {
    setTimeout: watched(setTimeout, "timer", true),
    clearTimeout: unwatched(clearTimeout, "timer"),
    setInterval: watched(setInterval, "timer", false),
    clearInterval: unwatched(clearInterval, "timer"),
    cancelAnimationFrame: unwatched(cancelAnimationFrame, "frame"),
    requestAnimationFrame: (/** @type {FrameRequestCallback} */ callback) => {
      frames += 1;
      return frame(callback);
    },
    pendingTimers: () => [...pending],
    framesAskedFor: () => frames,
  });
}
