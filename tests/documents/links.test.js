/** Every link in the documents leads to a file of the repository, and to an existing heading in it. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "../../src/build/paths.js";
import { documents, readDocument } from "./documents.js";

for (const document of documents()) {
  test(`the links of ${document}`, () => {
    assert.deepEqual(
      linksOf(document)
        .map((link) => problemOf(document, link))
        .filter(Boolean),
      [],
    );
  });
}

/**
 * The targets of links and images; not those in code.
 *
 * @param {string} document
 */
function linksOf(document) {
  const prose = withoutCode(readDocument(document));
  return [
    ...[...prose.matchAll(/\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)/g)].map(([, link]) => link),
    ...[...prose.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm)].map(([, link]) => link),
    ...[...prose.matchAll(/\b(?:href|src)="([^"]+)"/g)].map(([, link]) => link),
  ];
}

/**
 * The fault of a link, if it has one. External links are not visited, but must be https.
 *
 * @param {string} document
 * @param {string} link
 */
function problemOf(document, link) {
  if (/^[a-z]+:/i.test(link)) return URL.canParse(link) && link.startsWith("https://") ? "" : `${link}: not https`;
  const [file, anchor] = link.split("#");
  const target = file === "" ? document : path.posix.join(path.posix.dirname(document), file);
  if (!existsSync(path.join(root, target))) return `${link}: ${target} does not exist`;
  if (anchor === undefined) return "";
  if (!target.endsWith(".md")) return `${link}: ${target} has no headings`;
  return anchorsOf(target).includes(anchor) ? "" : `${link}: ${target} has no heading #${anchor}`;
}

/**
 * The anchors that GitHub gives to headings: lower case, punctuation dropped, spaces as hyphens, repeats numbered.
 *
 * @param {string} document
 */
function anchorsOf(document) {
  /** @type {string[]} */
  const anchors = [];
  const headings = readDocument(document)
    .replace(/^```[\s\S]*?^```$/gm, "")
    .matchAll(/^#{1,6} +(.+?) *#*$/gm);
  for (const [, heading] of headings) {
    const slug = heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let repeat = 1; anchors.includes(anchor); repeat++) anchor = `${slug}-${repeat}`;
    anchors.push(anchor);
  }
  return anchors;
}

/** @param {string} text */
function withoutCode(text) {
  return text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]*`/g, "");
}
