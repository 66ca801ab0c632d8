/** Checks a bundler's output: it contains the module once, and nothing of the package that the app does not use. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { encode } from "../../src/build/text-encoding.js";

/** The first bytes of every WebAssembly module, and of this one in the default entry's encoding. */
const HEAD = Buffer.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
const WRITTEN_HEAD = encode(HEAD);
/** Without the last character, which also holds bits of the next byte; far longer than the decoder's module. */
const IN_BASE64 = new RegExp(`${HEAD.toString("base64").slice(0, 10)}[\\w+/]{1000}`);

// A text that identifies each.
const STREAMING = "compileStreaming";
const CHECK_COMMAND = "workos-widget-tokens check";
const REACT = /react\.(transitional\.)?element/;

/**
 * An app that uses the main entry only.
 *
 * @param {string} folder
 * @param {string} dist the package's
 */
export function assertDefaultShipped(folder, dist) {
  const { scripts, modules } = read(folder, dist);
  assert.equal(count(scripts, WRITTEN_HEAD), 1, "the scripts contain the module once");
  assert.equal(modules.length, 0, "and it is nowhere else");
  assert.equal(count(scripts, STREAMING), 0, "the other entry is absent");
  assert.ok(!REACT.test(scripts), "React is absent");
}

/**
 * An app that uses the streaming entry only.
 *
 * @param {string} folder
 * @param {string} dist the package's
 */
export function assertStreamingShipped(folder, dist) {
  const { scripts, modules } = read(folder, dist);
  assert.equal(count(scripts, STREAMING), 1, "the scripts contain the entry once");
  assert.equal(count(scripts, WRITTEN_HEAD), 0, "no script contains the module");
  assertOneModule(modules, dist);
  assert.ok(!REACT.test(scripts), "React is absent");
}

/**
 * A React app with a page for each entry.
 *
 * @param {string} folder
 * @param {string} dist the package's
 */
export function assertBothShipped(folder, dist) {
  const { scripts, modules } = read(folder, dist);
  assert.equal(count(scripts, STREAMING), 1, "the scripts contain the streaming entry once");
  assert.equal(count(scripts, WRITTEN_HEAD), 1, "the scripts contain the default entry once");
  assertOneModule(modules, dist);
  assert.ok(REACT.test(scripts), "a text that identifies React");
}

/**
 * @param {Buffer[]} modules
 * @param {string} dist
 */
function assertOneModule(modules, dist) {
  assert.equal(modules.length, 1, "the module is one file");
  assert.ok(modules[0].equals(readFileSync(path.join(dist, "workos-widget-tokens.wasm"))), "and equals the packed one");
}

/**
 * @param {string} folder
 * @param {string} dist
 */
function read(folder, dist) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ name, parentPath }) => ({ name, bytes: readFileSync(path.join(parentPath, name)) }));
  const scripts = files.filter(({ name }) => name.endsWith(".js")).map(({ bytes }) => bytes.toString());
  const modules = files.map(({ bytes }) => bytes).filter((bytes) => bytes.subarray(0, HEAD.length).equals(HEAD));
  const text = scripts.join("\n");
  assert.doesNotMatch(text, IN_BASE64, "the bundler does not inline the module");
  assert.notEqual(count(readFileSync(path.join(dist, "check.js"), "utf8"), CHECK_COMMAND), 0);
  assert.equal(count(text, CHECK_COMMAND), 0, "the check command is absent");
  return { scripts: text, modules };
}

/**
 * @param {string} text
 * @param {string} part
 */
const count = (text, part) => text.split(part).length - 1;
