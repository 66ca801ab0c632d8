/** Notes what could ever run again: the timers that are set, and who listens to what. */

/** @type {Set<unknown>} */
const armed = new Set();
/** @type {Set<string>} */
const listeners = new Set();
let wakes = 0;

const page = /** @type {any} */ (globalThis);

const { setTimeout, clearTimeout } = globalThis;
page.setTimeout = (/** @type {() => void} */ ring, /** @type {number} */ delayMs) => {
  const timer = setTimeout(() => {
    armed.delete(timer);
    wakes++;
    ring();
  }, delayMs);
  armed.add(timer);
  return timer;
};
page.clearTimeout = (/** @type {any} */ timer) => {
  armed.delete(timer);
  clearTimeout(timer);
};

// Whoever comes to use one of these is not idle, and is told from nobody else.
for (const name of ["setInterval", "requestAnimationFrame", "requestIdleCallback"]) {
  page[name] = () => {
    throw new Error(`${name} is not looked after here`);
  };
}

for (const method of ["addEventListener", "removeEventListener"]) {
  const original = page.EventTarget.prototype[method];
  page.EventTarget.prototype[method] = function (/** @type {string} */ name, /** @type {unknown[]} */ ...rest) {
    // The rest are of a request that is under way.
    if (this === undefined || this === page || this === page.document) {
      if (method === "addEventListener") listeners.add(name);
      else listeners.delete(name);
    }
    return original.call(this, name, ...rest);
  };
}

/** How many timers are armed, how often one has rung, and what is listened to. */
export const state = () => ({ armed: armed.size, wakes, listeners: [...listeners].sort() });
