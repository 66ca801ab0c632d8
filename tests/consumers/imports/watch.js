/** Records the side effects of code; runs wherever the package does. */

const { setTimeout } = globalThis;

/** Every API with a side effect. A dot leads to a property; a missing one is left out. */
const SIDE_EFFECTS = [
  "setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame requestIdleCallback",
  "fetch XMLHttpRequest WebSocket EventSource BroadcastChannel MessageChannel Worker SharedWorker",
  "WebAssembly.Module WebAssembly.Instance WebAssembly.Memory WebAssembly.compile WebAssembly.instantiate",
  "WebAssembly.compileStreaming WebAssembly.instantiateStreaming WebAssembly.validate",
  "EventTarget.prototype.addEventListener addEventListener document.addEventListener window.addEventListener",
  "document.createElement Storage.prototype.getItem Storage.prototype.setItem indexedDB.open",
  "navigator.sendBeacon process.on process.nextTick",
  "console.log console.info console.warn console.error console.debug",
].flatMap((line) => line.split(" "));

/** A global that Deno adds when it first runs CommonJS, such as React. */
const DENO_COMMONJS = "nodeBootstrap";

/**
 * Runs something, and one more task for what it may have deferred.
 *
 * @param {() => unknown} work
 * @returns {Promise<string[]>} its side effects, and the globals that it created
 */
export async function watch(work) {
  /** @type {string[]} */
  const seen = [];
  const restore = SIDE_EFFECTS.map((action) => replace(action, () => isOfPlatform() || seen.push(action)));
  // Only now: some globals are created when they, or Headers, are first accessed.
  Reflect.get(globalThis, "Headers");
  const names = Reflect.ownKeys(globalThis);
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve, 0));
  } finally {
    for (const undo of restore.reverse()) undo?.();
  }
  const made = Reflect.ownKeys(globalThis).filter((name) => !names.includes(name) && name !== DENO_COMMONJS);
  return [...seen, ...made.map(String)];
}

/** Node itself compiles parsers and the like when they are first needed. */
function isOfPlatform() {
  const frames = String(new Error().stack).split("\n").slice(1);
  return frames.find((frame) => !frame.includes("watch.js"))?.includes("node:") ?? false;
}

/**
 * @param {string} action
 * @param {() => void} note
 */
function replace(action, note) {
  const path = action.split(".");
  const name = String(path.pop());
  /** @type {any} */
  const owner = path.reduce((/** @type {any} */ value, part) => value?.[part], globalThis);
  const original = owner?.[name];
  if (typeof original !== "function") return undefined;
  const own = Object.getOwnPropertyDescriptor(owner, name);
  const value = new Proxy(original, {
    apply(target, self, args) {
      note();
      return Reflect.apply(target, self, args);
    },
    construct(target, args, newTarget) {
      note();
      return Reflect.construct(target, args, newTarget);
    },
  });
  Object.defineProperty(owner, name, { configurable: true, writable: true, value });
  return () => {
    if (own) Object.defineProperty(owner, name, own);
    else delete owner[name];
  };
}
