/** Records everything that could run later: timers and listeners. */

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

// A manager that uses one of these is not idle, and no other measurement would notice.
for (const name of ["setInterval", "requestAnimationFrame", "requestIdleCallback"]) {
  page[name] = () => {
    throw new Error(`${name} is not monitored here`);
  };
}

for (const method of ["addEventListener", "removeEventListener"]) {
  const original = page.EventTarget.prototype[method];
  page.EventTarget.prototype[method] = function (/** @type {string} */ name, /** @type {unknown[]} */ ...rest) {
    // The others belong to a pending request.
    if (this === undefined || this === page || this === page.document) {
      if (method === "addEventListener") listeners.add(name);
      else listeners.delete(name);
    }
    return original.call(this, name, ...rest);
  };
}

/** How many timers are armed, how often one has fired, and which events have listeners. */
export const state = () => ({ armed: armed.size, wakes, listeners: [...listeners].sort() });
