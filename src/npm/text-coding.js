/** UTF-8. Jest's jsdom has neither class as a global; the underlying Node has both. */

const { process } = /** @type {any} */ (globalThis);

export const { TextDecoder, TextEncoder } = globalThis.TextEncoder
  ? globalThis
  : (process?.getBuiltinModule?.("util") ?? globalThis);
