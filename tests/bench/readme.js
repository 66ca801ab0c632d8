// Where the README has the tables: between two marks.

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { Impediment } from "../../src/build/report.js";

const FILE = path.join(root, "README.md");
const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

/** @returns {{ before: string, after: string }} what stands around that place */
export function placeInReadme() {
  const text = readFileSync(FILE, "utf8");
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf(END, begin);
  if (!text.includes(BEGIN) || end < 0) {
    throw new Impediment(`README.md does not say where the tables go: put ${BEGIN} and ${END} there.`);
  }
  return { before: text.slice(0, begin), after: text.slice(end) };
}

/** @param {string} markdown */
export function writeIntoReadme(markdown) {
  const { before, after } = placeInReadme();
  writeFileSync(FILE, `${before}\n\n${markdown}\n\n${after}`);
}
