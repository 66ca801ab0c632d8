/** What each page of these tests has before its own scripts run. */

/** Keeps what the page has posted to its channels and received on them, and when its timers are due. */
export function watchPage() {
  const { BroadcastChannel, setTimeout, clearTimeout } = globalThis;
  Object.assign(globalThis, { posted: 0, heard: 0, messages: [], sent: [] });
  if (BroadcastChannel) {
    globalThis.BroadcastChannel = class extends BroadcastChannel {
      constructor(/** @type {string} */ name) {
        super(name);
        globalThis.channelName = name;
        this.addEventListener("message", ({ data }) => {
          heard++;
          messages.push(data);
        });
      }
      postMessage(/** @type {unknown} */ data) {
        super.postMessage(data);
        posted++;
        sent.push(data);
      }
    };
  }

  /** @type {Map<number, number>} by timer */
  const dueAt = new Map();
  globalThis.setTimeout = (act, ms = 0, ...args) => {
    const ring = () => {
      dueAt.delete(timer);
      act(...args);
    };
    const timer = setTimeout(ring, ms);
    dueAt.set(timer, Date.now() + ms);
    return timer;
  };
  globalThis.clearTimeout = (timer) => {
    dueAt.delete(timer);
    clearTimeout(timer);
  };

  /** How many messages there were so far, and when the next timer is due. */
  globalThis.lookAround = () => ({ posted, heard, dueInMs: Math.min(...dueAt.values()) - Date.now() });
}

/**
 * Moves the page's clock.
 *
 * @param {number} ms
 */
export const moveClock = (ms) => /** @type {any} */ (globalThis).__pwClock.controller.runFor(ms);
