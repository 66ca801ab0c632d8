/**
 * What a promise gives, if it does so in time.
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
  // Whatever becomes of it when nobody waits any more.
  promise.catch(() => {});
  try {
    const first = await Promise.race([promise, late]);
    return first === LATE ? otherwise() : /** @type {T} */ (first);
  } finally {
    clearTimeout(timer);
  }
}

const LATE = Symbol("late");
