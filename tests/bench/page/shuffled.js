/**
 * In a new random order each time, so that a disturbance affects all contenders alike.
 *
 * @template T
 * @param {readonly T[]} values
 * @returns {T[]}
 */
export const shuffled = (values) =>
  values
    .map((value) => ({ value, place: Math.random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ value }) => value);
