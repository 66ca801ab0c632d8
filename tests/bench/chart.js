// The chart: the time of a warm read, and the download size, side by side.

import { CONTENDERS } from "./contenders.js";
import { inKilobytes, inMicroseconds } from "./measurement.js";

const WIDTH = 976;
const TOP = 66;
const ROW = 27;
const BAR = 15;
const NAMES_END = 292;
const PANEL_WIDTH = 260;
const READS_START = NAMES_END + 10;
const SIZES_START = READS_START + PANEL_WIDTH + 84;

/** Each a tenth of the next: the differences are too large for a linear scale. */
const DECADES = [0.01, 0.1, 1, 10, 100, 1_000, 10_000];
const SIZE_STEP_BYTES = 20_000;

const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f; }
  .title { font-weight: 600; }
  .note { font-size: 11px; font-weight: 400; fill: #656d76; }
  rect { fill: #afb8c1; }
  line { stroke: #d8dee4; }
  .ours text { font-weight: 600; fill: #0550ae; }
  .ours rect { fill: #218bff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #8d96a0; }
    rect { fill: #57606a; }
    line { stroke: #30363d; }
    .ours text { fill: #79c0ff; }
    .ours rect { fill: #388bfd; }
  }
`;

/** @typedef {{ name: string, isOurs: boolean, microseconds: number, bytes: number | undefined }} Bars */

/**
 * @param {import("./measurement.js").Results} results
 * @returns {string}
 */
export function drawChart(results) {
  const rows = rowsOf(results);
  const height = TOP + rows.length * ROW + 12;
  const most = Math.max(...rows.map(({ bytes = 0 }) => bytes));
  const bytesWidth = (/** @type {number} */ bytes) => (PANEL_WIDTH * bytes) / most;
  const steps = Array.from({ length: Math.floor(most / SIZE_STEP_BYTES) + 1 }, (_, step) => step * SIZE_STEP_BYTES);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    "<title>The time of a warm read, and the download size</title>",
    `<style>${STYLE}</style>`,
    title(READS_START, "A warm read", "each line ten times the previous one"),
    title(SIZES_START, "Bundled, brotli", "shorter is better in both"),
    ...DECADES.map((microseconds) =>
      mark(READS_START + decadesWidth(microseconds), height, microsecondsInWords(microseconds)),
    ),
    ...steps.map((bytes) => mark(SIZES_START + bytesWidth(bytes), height, `${bytes / 1_000} kB`)),
    ...rows.map((row, index) => draw(row, TOP + index * ROW, bytesWidth)),
    "</svg>\n",
  ].join("\n");
}

/**
 * The fastest first, without those that were not measured.
 *
 * @param {import("./measurement.js").Results} results
 * @returns {Bars[]}
 */
function rowsOf({ figures }) {
  const { "warm-reads": reads, sizes } = /** @type {any} */ (figures);
  return CONTENDERS.flatMap(({ name, file, kind }) => {
    const read = reads.readings.find((/** @type {any} */ one) => one.file === file && one.held === undefined);
    if (!read) return [];
    const size = kind === "ours" ? sizes.defaultEntry : sizes[name];
    return { name, isOurs: kind === "ours", microseconds: read.median, bytes: size?.brotli };
  }).toSorted((one, other) => one.microseconds - other.microseconds);
}

/**
 * @param {Bars} row
 * @param {number} y
 * @param {(bytes: number) => number} bytesWidth
 */
function draw({ name, isOurs, microseconds, bytes }, y, bytesWidth) {
  const baseline = y + BAR - 3;
  return [
    `<g${isOurs ? ' class="ours"' : ""}>`,
    `<text x="${NAMES_END}" y="${baseline}" text-anchor="end">${name}</text>`,
    ...bar(READS_START, y, decadesWidth(microseconds), inMicroseconds(microseconds)),
    ...(bytes === undefined
      ? [text(SIZES_START + 6, baseline, "nothing to download", "note")]
      : bar(SIZES_START, y, bytesWidth(bytes), inKilobytes(bytes))),
    "</g>",
  ].join("");
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} width
 * @param {string} figure
 */
const bar = (x, y, width, figure) => [
  `<rect x="${x}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>`,
  text(x + width + 6, y + BAR - 3, figure),
];

/** @param {number} microseconds */
const decadesWidth = (microseconds) => {
  const [first, last] = [DECADES[0], DECADES[DECADES.length - 1]];
  return (PANEL_WIDTH * Math.log10(Math.max(microseconds, first) / first)) / Math.log10(last / first);
};

/** @param {number} microseconds */
const microsecondsInWords = (microseconds) => {
  if (microseconds < 1) return `${microseconds * 1_000} ns`;
  return microseconds < 1_000 ? `${microseconds} µs` : `${microseconds / 1_000} ms`;
};

/**
 * @param {number} x
 * @param {string} words
 * @param {string} note
 */
const title = (x, words, note) =>
  `<text x="${x}" y="20" class="title">${words}<tspan dx="10" class="note">${note}</tspan></text>`;

/**
 * A labelled grid line.
 *
 * @param {number} x
 * @param {number} height
 * @param {string} words
 */
const mark = (x, height, words) =>
  `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${TOP - 14}" y2="${height - 8}"/>` +
  `<text x="${x.toFixed(1)}" y="${TOP - 20}" text-anchor="middle" class="note">${words}</text>`;

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {string} [kind]
 */
const text = (x, y, words, kind) =>
  `<text x="${x.toFixed(1)}" y="${y}"${kind ? ` class="${kind}"` : ""}>${words}</text>`;
