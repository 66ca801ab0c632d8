import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandLine } from "../../src/check/command-line.js";
import { beginningOf, mask, secretsOf } from "../../src/check/masking.js";
import { reportText } from "../../src/check/report-text.js";
import { mintOpaque, mintToken, ORGANIZATION } from "./route.js";

const target = targetWith("--cookie", "session=abcdefgh; theme=dark", "--header", "Authorization: Bearer opensesame");
const secrets = secretsOf(target, []);

test("prints the route's text on one line, shortened, without terminal sequences", () => {
  assert.equal(mask("  a\r\n\tb\u001b[31m\u009b c ", secrets), "a b [31m c");
  assert.equal(mask("x".repeat(1000), secrets).length, 161);
});

test("removes the given values, tokens and keys from it, even where they would be cut off", () => {
  for (const secret of [
    "session=abcdefgh",
    "abcdefgh",
    "opensesame",
    mintToken(),
    mintOpaque(),
    "sk_live_0123456789",
  ]) {
    assert.equal(mask(`so ${secret} it`, secrets), "so … it");
    const cut = mask(`${"x ".repeat(77)}${secret}`, secrets);
    assert.ok(!cut.includes(secret.slice(0, 5)), cut);
  }
  assert.equal(mask("widget_scope is required", secrets), "widget_scope is required");
});

test("shows the start of a token, and less of a short one", () => {
  assert.equal(beginningOf("x".repeat(800)), `${"x".repeat(10)}…`);
  assert.equal(beginningOf("abcdefgh"), "ab…");
  assert.equal(beginningOf("abc"), "…");
});

test("colours only the mark and the word, and only if enabled", () => {
  /** @type {any} */
  const evidence = { target, exchanges: new Map([["first", {}]]) };
  const finding = { id: "reply/status", verdict: /** @type {const} */ ("ok"), found: "Status 200." };
  const plain = reportText(evidence, [finding], { colours: false });
  const coloured = reportText(evidence, [finding], { colours: true });
  assert.ok(!plain.includes("\u001b"));
  assert.ok(coloured.includes("\u001b[32m✓ ok     \u001b[0m reply/status"));
  assert.equal(coloured.replaceAll("\u001b[32m", "").replaceAll("\u001b[0m", ""), plain);
  assert.match(plain, /0 wrong, 0 warnings, 1 ok; 1 request\.$/);
});

/** @param {string[]} options */
function targetWith(...options) {
  const command = parseCommandLine(["check", "https://app.example/", "--organization", ORGANIZATION, ...options]);
  assert.ok(command.kind === "check");
  return command.target;
}
