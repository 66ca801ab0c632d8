/**
 * Awaits a promise, up to a time limit.
 *
 * @template T
 * @param {number} limitMs
 * @param {Promise<T>} promise
 * @param {() => T} otherwise
 * @returns {Promise<T>}
 */
export async function within(limitMs, promise, otherwise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, limitMs, LATE);
  });
  // A late rejection is ignored.
  promise.catch(() => {});
  try {
    const first = await Promise.race([promise, late]);
    return first === LATE ? otherwise() : /** @type {T} */ (first);
  } finally {
    clearTimeout(timer);
  }
}

const LATE = Symbol("late");
