/** Notes what code does to the world around it; it runs wherever the package does. */

const { setTimeout } = globalThis;

/** What would be more than computing. A dot leads to a property; what is not there is left out. */
const DEEDS = [
  "setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame requestIdleCallback",
  "fetch XMLHttpRequest WebSocket EventSource BroadcastChannel MessageChannel Worker SharedWorker",
  "WebAssembly.Module WebAssembly.Instance WebAssembly.Memory WebAssembly.compile WebAssembly.instantiate",
  "WebAssembly.compileStreaming WebAssembly.instantiateStreaming WebAssembly.validate",
  "EventTarget.prototype.addEventListener addEventListener document.addEventListener window.addEventListener",
  "document.createElement Storage.prototype.getItem Storage.prototype.setItem indexedDB.open",
  "navigator.sendBeacon process.on process.nextTick",
  "console.log console.info console.warn console.error console.debug",
].flatMap((line) => line.split(" "));

/** A global of Deno's from when it first runs CommonJS, which React is. */
const DENO_COMMONJS = "nodeBootstrap";

/**
 * Runs something, and a task longer, for what it may have put off.
 *
 * @param {() => unknown} work
 * @returns {Promise<string[]>} what it did, and the globals that it made
 */
export async function watch(work) {
  /** @type {string[]} */
  const seen = [];
  const restore = DEEDS.map((deed) => replace(deed, () => isOfPlatform() || seen.push(deed)));
  // Only now: some globals are made when they, or Headers, are first looked at.
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

/** Node itself compiles parsers, and the like, when they are first needed. */
function isOfPlatform() {
  const frames = String(new Error().stack).split("\n").slice(1);
  return frames.find((frame) => !frame.includes("watch.js"))?.includes("node:") ?? false;
}

/**
 * @param {string} deed
 * @param {() => void} note
 */
function replace(deed, note) {
  const path = deed.split(".");
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
