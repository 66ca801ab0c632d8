// Makes the tables of docs/compatibility.md from the results of the last run: node tests/consumers/table.js
// --write. Without the option it prints the tables.

import { runMain } from "../../src/build/report.js";
import { writeTables } from "../documents/generated-tables.js";
import { recordedCells } from "./cells.js";

/** The groups, in the order of the document, with the headings of their rows. */
const GROUPS = {
  bundler: "Bundler",
  framework: "Framework with a server",
  "no bundler": "No bundler",
  engine: "Engine",
  import: "Import in",
};

/** Columns in the order of the document; others follow by name. */
const COLUMNS = [
  ...["build", "server", "prerendered", "dev server", "wrangler dev"],
  ...["default entry", "streaming entry", "import", "require"],
];

await runMain(() => {
  const tables = makeTables();
  if (process.argv.includes("--write")) writeTables("docs/compatibility.md", "matrix", tables);
  else console.log(tables);
});

/** @typedef {import("./cells.js").Cell} Cell */

function makeTables() {
  const cells = recordedCells();
  return Object.entries(GROUPS)
    .map(([group, title]) => ({ title, members: cells.filter((cell) => cell.group === group) }))
    .filter(({ members }) => members.length > 0)
    .map(({ title, members }) => makeTable(title, members))
    .join("\n\n");
}

/**
 * @param {string} title
 * @param {Cell[]} cells
 */
function makeTable(title, cells) {
  const columns = distinct(cells.map(({ column }) => column)).sort(byPlace);
  const rows = distinct(cells.map(({ row }) => row)).sort(byName);
  const lines = rows.map((row) => {
    const members = cells.filter((cell) => cell.row === row);
    const results = columns.map((column) => members.find((cell) => cell.column === column)?.result ?? "–");
    return [row, distinct(members.map(({ version }) => version)).join(", "), ...results.map(shorten)];
  });
  const head = [title, "version", ...columns];
  return [head, head.map(() => "---"), ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** @param {string} result */
function shorten(result) {
  return result === "works" ? "✓" : result.replaceAll("|", "\\|");
}

/** @param {string[]} names */
function distinct(names) {
  return [...new Set(names)];
}

/**
 * @param {string} one
 * @param {string} other
 */
function byPlace(one, other) {
  const place = (/** @type {string} */ name) => (COLUMNS.includes(name) ? COLUMNS.indexOf(name) : COLUMNS.length);
  return place(one) - place(other) || byName(one, other);
}

/**
 * @param {string} one
 * @param {string} other
 */
function byName(one, other) {
  return one.localeCompare(other, "en", { numeric: true });
}
