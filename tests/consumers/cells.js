/** Records the results of the consumers' tests, from which the tables of docs/compatibility.md are made. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";

const FOLDER = path.join(root, "target/consumers");

/**
 * @typedef {object} Cell
 * @property {"bundler" | "framework" | "no bundler" | "engine" | "import"} group
 * @property {string} row what consumes the package: "Vite 8", "Firefox ESR"
 * @property {string} version the exact one that ran
 * @property {string} column what was tested: "build", "dev server", "streaming", "import"
 * @property {string} result "works", or the documented line of configuration or limit
 */

/** @type {Set<string>} those of this process: each test file has its own process */
const rows = new Set();

process.once("exit", () => {
  if (rows.size > 0) console.log(`${[...rows].join(", ")}: ${Math.round(performance.now() / 1000)} s`);
});

/**
 * Call it after a test's last assertion.
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
