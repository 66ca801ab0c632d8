/** The Markdown files of the repository, and the code blocks in them. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";

/** @typedef {{ language: string, code: string }} Block */

/** The paths of all documents, relative to the repository. */
export function documents() {
  return ["", "docs", ".github"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { encoding: "utf8", recursive: folder !== "" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => path.posix.join(folder, name)),
  );
}

/** @param {string} document */
export function readDocument(document) {
  return readFileSync(path.join(root, document), "utf8");
}

/**
 * @param {string} document
 * @returns {Block[]}
 */
export function blocksOf(document) {
  const blocks = readDocument(document).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, language, code]) => ({ language, code }));
}

/**
 * The code of the first block that contains this text.
 *
 * @param {string} document
 * @param {string} text
 */
export function blockWith(document, text) {
  const found = blocksOf(document).find(({ code }) => code.includes(text));
  if (!found) throw new Error(`${document} has no code block with ${text}`);
  return found.code;
}

/**
 * The blocks that are files: a comment in their first line, or below Astro's fence, names the path.
 *
 * @param {string} document
 * @returns {Map<string, string>} the code of each path
 */
export function filesOf(document) {
  const files = new Map();
  for (const { code } of blocksOf(document)) {
    const [, file] = /^(?:---\n)?(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n/.exec(code) ?? [];
    if (file) files.set(file, code);
  }
  return files;
}
