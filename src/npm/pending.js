/** Promises that the module settles; if it fails, nothing in it ever will. */

/** @type {Set<Pending>} */
const waiting = new Set();

export class Pending {
  /** @type {((value: any) => void)[]} resolves, and rejects */
  #settle = [];
  promise = new Promise((...settle) => {
    this.#settle = settle;
    waiting.add(this);
  });

  /** @type {(isError: boolean, value: unknown) => void} */
  settle(isError, value) {
    waiting.delete(this);
    this.#settle[+isError](value);
  }
}

/** @param {unknown} error */
export function rejectAll(error) {
  for (const pending of waiting) pending.settle(true, error);
}

/** What a listener throws is the app's, and reaches the app's own handlers. @param {unknown} error */
export const throwLater = (error) =>
  queueMicrotask(() => {
    throw error;
  });
