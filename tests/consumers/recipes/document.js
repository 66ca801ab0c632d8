/** The files that docs/react.md shows, by the path in their first line. */

import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../../src/build/paths.js";

/**
 * The first block of code that begins with this line.
 *
 * @param {string} document
 * @param {string} line
 */
export function blockOf(document, line) {
  const found = blocksOf(document).find((code) => code.startsWith(`${line}\n`));
  if (!found) throw new Error(`${document} has no block that begins with ${line}`);
  return found;
}

/**
 * @param {RegExp} names those that are wanted
 * @returns {Map<string, string>} the text of each file
 */
export function shownFiles(names) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const code of blocksOf("docs/react.md")) {
    const [, name] = /^\/\/ (\S+\.\w+)\n/.exec(code) ?? [];
    if (name && names.test(name)) files.set(name, code);
  }
  return files;
}

/** @param {string} document */
function blocksOf(document) {
  const text = readFileSync(path.join(root, document), "utf8");
  return [...text.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, code]) => code);
}
