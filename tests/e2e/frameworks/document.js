/** The code blocks of docs/frameworks.md. */

import { blockWith as blockOf, filesOf, readDocument } from "../../documents/documents.js";

const DOCUMENT = "docs/frameworks.md";

/** By the file name in their first line. */
export const files = filesOf(DOCUMENT);

/**
 * A block that is no file of its own.
 *
 * @param {string} part something in it
 */
export const blockWith = (part) => blockOf(DOCUMENT, part);

/**
 * What the document says in a line.
 *
 * @param {RegExp} pattern
 */
export function lineLike(pattern) {
  const [, line] = pattern.exec(readDocument(DOCUMENT)) ?? [];
  if (!line) throw new Error(`${DOCUMENT} has nothing like ${pattern}`);
  return line;
}
