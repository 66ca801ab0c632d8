/** Keeps every instance of a module that is made from now on, for its memory to be looked at. */

/** @type {WebAssembly.Instance[]} */
const instances = [];

WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(target, args) {
    const instance = Reflect.construct(target, args);
    instances.push(instance);
    return instance;
  },
});

/** @returns {number} bytes of memory that they hold, all together */
export const wasmBytes = () =>
  instances.reduce((bytes, { exports }) => bytes + /** @type {any} */ (exports.memory).buffer.byteLength, 0);
