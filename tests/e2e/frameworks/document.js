/** The code blocks of docs/frameworks.md, by the file name in their first line. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../package/tarball.js";

const text = readFileSync(join(repository, "docs", "frameworks.md"), "utf8");

/** @type {Map<string, string>} */
export const files = new Map();

for (const [, code] of text.matchAll(/```\w+\n([\s\S]*?)```/g)) {
  const [, name] = /^(?:\/\/|<!--) ([\w.-]+\.\w+)/.exec(code) ?? [];
  if (name) files.set(name, code);
}

/**
 * A block that is no file of its own.
 *
 * @param {string} part something in it
 */
export function blockWith(part) {
  const found = [...text.matchAll(/```\w+\n([\s\S]*?)```/g)].find(([, code]) => code.includes(part));
  if (!found) throw new Error(`docs/frameworks.md has no block with ${part}`);
  return found[1];
}

/**
 * What the document says in a line.
 *
 * @param {RegExp} pattern
 */
export function lineLike(pattern) {
  const [, line] = pattern.exec(text) ?? [];
  if (!line) throw new Error(`docs/frameworks.md has nothing like ${pattern}`);
  return line;
}
