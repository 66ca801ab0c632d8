/**
 * In a new random order each time, so that whoever disturbs a run disturbs everybody alike.
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
