/** Records the memory of every module that is instantiated from now on. */

/** @type {Set<WebAssembly.Memory>} */
const memories = new Set();

/** @param {WebAssembly.Instance} instance */
function keepMemories({ exports }) {
  for (const value of Object.values(exports)) {
    if (value instanceof WebAssembly.Memory) memories.add(value);
  }
}

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args) {
    const instance = Reflect.construct(target, args);
    keepMemories(instance);
    return instance;
  },
});

const { instantiate, instantiateStreaming } = WebAssembly;
for (const [name, original] of Object.entries({ instantiate, instantiateStreaming })) {
  /** @type {any} */ (WebAssembly)[name] = async (/** @type {any[]} */ ...args) => {
    const made = await Reflect.apply(original, WebAssembly, args);
    // From a module comes an instance, from anything else both.
    keepMemories(made.instance ?? made);
    return made;
  };
}

/** @returns {number} bytes of memory that they hold, all together */
export const wasmBytes = () => [...memories].reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0);

/** @returns {number} the same; throws if no module was instantiated */
export function bytesOfSeen() {
  if (memories.size === 0) throw new Error("no module's memory was recorded");
  return wasmBytes();
}
