/** Keys of arbitrary strings: which are valid, and which are equal. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "./runs.js";
import { checkError, checkOutcome, checkServes, goodReply, KEY, openScene, thrownBy } from "./scene.js";
import { text } from "./values.js";
import { outcomeOf } from "./virtual-time.js";

/** @typedef {{ organizationId: string, widgetScope: string[], widgetSession?: string }} Key */

const scope = fc.oneof(
  text,
  fc.constantFrom(
    "sso",
    "dsync",
    "audit_logs",
    "log_streams",
    "SSO",
    "sso ",
    "widgets:",
    "widgets:a b",
    "a\tb",
    "a\nb",
  ),
  fc.integer({ min: 240, max: 270 }).map((length) => `widgets:${"x".repeat(length)}`),
);
const organizationId = fc.oneof(
  text,
  fc.constantFrom("org_", "org_1", " org_1", "org_1\n", "ORG_1", "org_é"),
  fc.integer({ min: 240, max: 270 }).map((length) => `org_${"x".repeat(length)}`),
);

/** @type {fc.Arbitrary<Key>} */
const key = fc.record(
  { organizationId, widgetScope: fc.array(scope, { minLength: 1, maxLength: 3 }), widgetSession: text },
  { requiredKeys: ["organizationId", "widgetScope"], noNullPrototype: true },
);

test("accepts a key if each part is valid, and throws a TokenError otherwise", async () => {
  await fc.assert(
    fc.property(key, fc.boolean(), (key, strict) => {
      const { tokens } = openScene(async () => goodReply(), { strict });
      assert.equal(sourceOf(tokens, key) !== undefined, isKey(key, strict));
      tokens.dispose();
    }),
    runs(700),
  );
});

/**
 * The same rules, written independently.
 *
 * @param {Key} key
 * @param {boolean} strict
 */
function isKey({ organizationId, widgetScope, widgetSession }, strict) {
  const isPlain = (/** @type {string} */ text) =>
    text.length > 0 &&
    text.length <= 256 &&
    [...text].every((letter) => letter >= " " && letter !== "\x7f" && !isLoneSurrogate(letter));
  const isLoneSurrogate = (/** @type {string} */ letter) => /^[\ud800-\udfff]$/.test(letter);
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-";
  const isWord = (/** @type {string} */ text) => isPlain(text) && [...text].every((letter) => letters.includes(letter));
  const after = (/** @type {string} */ start, /** @type {string} */ text) =>
    text.startsWith(start) && isWord(text.slice(start.length));
  const isScope = (/** @type {string} */ scope) =>
    ["sso", "dsync", "audit_logs", "log_streams"].includes(scope) || after("widgets:", scope);
  if (widgetSession !== undefined && !isPlain(widgetSession)) return false;
  return strict
    ? after("org_", organizationId) && widgetScope.every(isScope)
    : isPlain(organizationId) && widgetScope.every(isPlain);
}

test("refuses a string that is not well-formed Unicode, so that it cannot be mistaken for another", () => {
  const { tokens } = openScene(async () => goodReply(), { strict: false });
  tokens.source({ ...KEY, organizationId: "a\ufffd" });
  for (const malformed of ["a\ud800", "a\ud801", "\udc00\ud800"]) {
    for (const part of [
      { organizationId: malformed },
      { widgetScope: malformed },
      { widgetScope: ["sso", malformed] },
      { widgetSession: malformed },
    ]) {
      const { error } = thrownBy(() => tokens.source(/** @type {any} */ ({ ...KEY, ...part }))) ?? {};
      assert.equal(/** @type {any} */ (error)?.code, "invalid_request", JSON.stringify(part));
    }
  }
  tokens.dispose();
});

test("does not mistake a scope with a tab in it for a scope with a session", () => {
  const { tokens } = openScene(async () => goodReply(), { strict: false });
  tokens.source({ organizationId: "org_1", widgetScope: "sso", widgetSession: "mount" });
  const { error } = thrownBy(() => tokens.source({ ...KEY, widgetScope: /** @type {any} */ ("sso\tmount") })) ?? {};
  assert.equal(/** @type {any} */ (error)?.code, "invalid_scope");
  tokens.dispose();
});

test("gives equal keys one source and different keys two, whatever their strings", async () => {
  await fc.assert(
    fc.property(key, key, fc.boolean(), (one, other, strict) => {
      const { tokens } = openScene(async () => goodReply(), { strict });
      const [first, second] = [one, other].map((key) => sourceOf(tokens, key));
      const again = sourceOf(tokens, { ...one, widgetScope: [...one.widgetScope, ...one.widgetScope].reverse() });
      assert.equal(again, first);
      if (first && second && first === second) assert.equal(canonical(one), canonical(other));
      tokens.dispose();
    }),
    runs(400),
  );
});

/**
 * @param {ReturnType<typeof openScene>["tokens"]} tokens
 * @param {any} key
 */
function sourceOf(tokens, key) {
  const thrown = thrownBy(() => tokens.source(key));
  if (!thrown) return tokens.source(key);
  checkError(thrown.error);
  return undefined;
}

/** @param {Key} key */
const canonical = ({ organizationId, widgetScope, widgetSession }) =>
  JSON.stringify([organizationId, [...new Set(widgetScope)].sort(), widgetSession]);

test("refuses or serves a key of ten thousand scopes without leaving a promise pending", async () => {
  const scene = openScene(async () => goodReply());
  const widgetScope = Array.from({ length: 10_000 }, (_, index) => /** @type {const} */ (`widgets:scope-${index}`));
  checkOutcome(await outcomeOf(scene.tokens.getToken({ ...KEY, widgetScope })));
  await checkServes(scene);
});
