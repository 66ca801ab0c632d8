/** The code blocks of docs/frameworks.md. */

import { blockWith as blockOf, filesOf, readDocument } from "../../documents/documents.js";

const DOCUMENT = "docs/frameworks.md";

/** By the file name in their first line. */
export const files = filesOf(DOCUMENT);

/**
 * A block without a file name.
 *
 * @param {string} part a part of it
 */
export const blockWith = (part) => blockOf(DOCUMENT, part);

/**
 * A match in the document's text.
 *
 * @param {RegExp} pattern
 */
export function lineLike(pattern) {
  const [, line] = pattern.exec(readDocument(DOCUMENT)) ?? [];
  if (!line) throw new Error(`${DOCUMENT} has no match for ${pattern}`);
  return line;
}
