/** Notes what the consumers' tests saw, so that the tables of docs/compatibility.md can be made from a run. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";

const FOLDER = path.join(root, "target/consumers");

/**
 * @typedef {object} Cell
 * @property {"bundler" | "framework" | "no bundler" | "engine" | "import"} group
 * @property {string} row what consumes the package: "Vite 8", "Firefox ESR"
 * @property {string} version the exact one that ran
 * @property {string} column what was tried: "build", "dev server", "streaming", "import"
 * @property {string} result "works", or the line of configuration or the limit that the document states
 */

/** @type {Set<string>} those of this process: each has a file of tests, and so a process, of its own */
const rows = new Set();

process.once("exit", () => {
  if (rows.size > 0) console.log(`${[...rows].join(", ")}: ${Math.round(performance.now() / 1000)} s`);
});

/**
 * To be called where a test has seen the cell, after its last assertion.
 *
 * @param {Cell} cell
 */
export function recordCell(cell) {
  rows.add(cell.row);
  mkdirSync(FOLDER, { recursive: true });
  const name = `${cell.row} ${cell.column}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  writeFileSync(path.join(FOLDER, `${name}.json`), `${JSON.stringify(cell, null, 2)}\n`);
}

/** @returns {Cell[]} */
export function recordedCells() {
  return readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")));
}
