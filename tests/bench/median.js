// Summaries of many rounds. The median counts; the lower quartile and the minimum show what the machine
// can do when it is not busy.

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** @param {readonly number[]} values */
function lowerQuartile(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 4)];
}

/** @param {readonly number[]} values */
export const summary = (values) => ({
  median: median(values),
  lowerQuartile: lowerQuartile(values),
  least: Math.min(...values),
  most: Math.max(...values),
  rounds: values.length,
});
