/** Pending promises that the module settles, or `rejectAll` if the module fails. */

/** @type {Set<Pending>} */
const waiting = new Set();

export class Pending {
  /** @type {((value: any) => void)[]} resolve and reject */
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

/** Reports an exception of a listener to the page's error handlers. @param {unknown} error */
export const throwLater = (error) =>
  queueMicrotask(() => {
    throw error;
  });
