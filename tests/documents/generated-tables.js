/** The parts of the documents that a run writes, each between `<!-- mark -->` and `<!-- /mark -->`. */

import { writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { SetupError } from "../../src/build/report.js";
import { readDocument } from "./documents.js";

/**
 * Throws if the document has no place for the tables: before a long run, not after it.
 *
 * @param {string} document
 * @param {string} mark
 * @returns {{ before: string, after: string }} the text around the place
 */
export function placeOf(document, mark) {
  const [opening, closing] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const text = readDocument(document);
  const begin = text.indexOf(opening) + opening.length;
  const end = text.indexOf(closing, begin);
  if (!text.includes(opening) || end < 0) {
    throw new SetupError(`${document} has no place for the tables: add ${opening} and ${closing}.`);
  }
  return { before: text.slice(0, begin), after: text.slice(end) };
}

/**
 * @param {string} document
 * @param {string} mark
 * @param {string} markdown
 */
export function writeTables(document, mark, markdown) {
  const { before, after } = placeOf(document, mark);
  writeFileSync(path.join(root, document), `${before}\n\n${markdown}\n\n${after}`);
}
