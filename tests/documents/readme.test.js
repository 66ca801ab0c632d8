/** README.md is short, and lists what the types declare. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "../../src/build/paths.js";
import { readDocument } from "./documents.js";

const MOST_LINES = 200;

const readme = readDocument("README.md");
const types = readFileSync(path.join(root, "src/npm/index.d.ts"), "utf8");

test(`it has at most ${MOST_LINES} lines`, () => {
  assert.ok(readme.split("\n").length - 1 <= MOST_LINES);
});

for (const [what, section, declaration, pattern] of /** @type {[string, string, string, RegExp][]} */ ([
  ["option", "## Options", "interface TokenManagerOptions", /^ {2}(\w+)\??:/gm],
  ["option of getToken", "## Options", "interface GetTokenOptions", /^ {2}(\w+)\??:/gm],
  ["method", "## Options", "interface TokenManager ", /^ {2}(\w+)(?:<.*>)?\(/gm],
  ["method of a source", "## Options", "interface TokenSource", /^ {2}(?:readonly )?(\w+)[(:]/gm],
  ["event", "## Options", "interface TokenEvents", /^ {2}(\w+):/gm],
  ["error code", "## Errors", "type TokenErrorCode", /\| "(\w+)"/g],
])) {
  test(`it names each ${what}`, () => {
    const names = [...declarationOf(declaration).matchAll(pattern)].map(([, name]) => name);
    assert.ok(names.length > 0);
    const text = sectionOf(section);
    assert.deepEqual(
      names.filter((name) => !new RegExp(`\`[^\`]*\\b${name}\\b[^\`]*\``).test(text)),
      [],
    );
  });
}

/** @param {string} begin */
function declarationOf(begin) {
  const start = types.indexOf(begin);
  assert.ok(start >= 0, begin);
  return types.slice(start, types.indexOf("\nexport ", start));
}

/** @param {string} heading */
function sectionOf(heading) {
  const start = readme.indexOf(`\n${heading}\n`);
  assert.ok(start >= 0, heading);
  return readme.slice(start, readme.indexOf("\n## ", start + heading.length));
}
