/** Whatever a token route answers: its body, its status, its headers. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "./runs.js";
import { bear, openScene, SECRET } from "./scene.js";
import { json, text } from "./values.js";

/** @typedef {{ status?: number, headers?: Record<string, string>, body?: BodyInit }} Reply */

/** @param {Reply} reply */
const answer = ({ status = 200, headers, body }) => openScene(async () => new Response(body, { status, headers }));

const DEEP = 100_000;
const MEGABYTE = "x".repeat(1 << 20);

/** @type {Record<string, string | Uint8Array<ArrayBuffer>>} */
const BODIES = {
  nothing: "",
  "a lone brace": "{",
  HTML: "<!doctype html><title>Sign in</title>",
  null: "null",
  "a number": "1e999",
  "an empty text": '""',
  "a text with a NUL": '"widget\\u0000"',
  "a text with a lone surrogate": '"widget_\\ud800"',
  "an array": "[]",
  "arrays, a hundred thousand deep": "[".repeat(DEEP) + "]".repeat(DEEP),
  "objects, a hundred thousand deep": `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
  "a token a megabyte long": JSON.stringify({ token: MEGABYTE }),
  "an error a megabyte long": JSON.stringify({ error: MEGABYTE }),
  "a megabyte of digits for a life": `{"token":"widget_1","expires_in":${"9".repeat(1 << 20)}}`,
  "a megabyte of digits in a text": `{"token":"widget_1","expires_at":"${"9".repeat(1 << 20)}"}`,
  "a prototype of its own": '{"__proto__":{"token":"widget_1"}}',
  "a prototype that is a token": '{"__proto__":"widget_1","constructor":{"prototype":{"token":"widget_2"}}}',
  "a token that is an object": '{"token":{"toString":"widget_1"}}',
  "a token that is a list": '{"token":["widget_1"]}',
  "a then": '{"then":"widget_1","token":"widget_1"}',
  "a secret for a token": JSON.stringify({ token: SECRET }),
  "a secret in words": JSON.stringify({ error: `the key ${SECRET} is wrong`, message: [SECRET, `(${SECRET})`] }),
  "an error that is no primitive": '{"token":"widget_1","error":{"toString":1,"valueOf":1}}',
  "a life that is no primitive": '{"token":"widget_1","expires_at":{"toString":1,"valueOf":1}}',
  "errors, a hundred thousand deep": `{"error":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}`,
  "a life a hundred thousand deep": `{"token":"widget_1","expires_at":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}`,
  "bytes that are no UTF-8": Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x7d),
  "a token of bytes that are no UTF-8": Uint8Array.of(0x22, 0x77, 0xed, 0xa0, 0x80, 0x22),
  "UTF-16": new Uint8Array(Buffer.from('\ufeff{"token":"widget_1"}', "utf16le")),
  "a byte order mark": '\ufeff{"token":"widget_1"}',
};

const STATUSES = [200, 400, 401, 408, 429, 503];

for (const [what, body] of Object.entries(BODIES)) {
  test(`a body of ${what} is borne, under every status`, async () => {
    for (const status of STATUSES) {
      const told = await bear(answer({ status, body }));
      if (status >= 400) assert.ok(told.error, "a refusal gives no token");
    }
  });
}

/**
 * What a reply means is told by its status; its body only adds words.
 *
 * @type {[status: number, code: string][]}
 */
const MEANINGS = [
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "organization_not_found"],
  [429, "rate_limited"],
  [503, "server_error"],
];

for (const [what, body] of Object.entries(BODIES)) {
  test(`a body of ${what} does not hide what the status says`, async () => {
    for (const [status, code] of MEANINGS) {
      const { error } = await bear(answer({ status, body }));
      assert.equal(/** @type {any} */ (error).code, code);
    }
  });
}

test("a prototype in JSON is a name like any other: it gives no token, and no object another one", async () => {
  for (const what of ["a prototype of its own", "a prototype that is a token"]) {
    const { error } = await bear(answer({ body: BODIES[what] }));
    assert.equal(/** @type {any} */ (error).code, "invalid_response");
  }
  assert.equal(/** @type {any} */ ({}).token, undefined);
});

/** How a secret may be written where a program has put its words together. */
const DISGUISES = {
  "in quotes": `wrong key: "${SECRET}"`,
  "in JSON in a text": `{\\"key\\":\\"${SECRET}\\"}`,
  "in markup": `<b>${SECRET}</b>`,
};

/** The same, where what stands before or within it makes it look like another word. */
const CLEVER_DISGUISES = {
  "after an escaped line break": `wrong key:\\n${SECRET}`,
  "after a blank of a URL": `https://api.example/?key=%20${SECRET}`,
  "after an underscore": `WORKOS_API_KEY_${SECRET}`,
  "with signs of base64": "the key sk_live_a+/c2VjcmV0== is wrong",
};

/** @param {string} words */
async function checkDisguised(words) {
  const { error } = await bear(answer({ status: 401, body: JSON.stringify({ error: words }) }));
  assert.doesNotMatch(/** @type {any} */ (error).message, /c2Vjc/);
}

for (const [what, words] of Object.entries(DISGUISES)) {
  test(`a secret ${what} is in no message`, () => checkDisguised(words));
}

for (const [what, words] of Object.entries(CLEVER_DISGUISES)) {
  test(`a secret ${what} is in no message`, () => checkDisguised(words));
}

/** A route may say what it likes in its words; a token has no business there. */
const words = fc.oneof(json, fc.constant(SECRET), fc.array(fc.constantFrom("no", `(${SECRET})`)));
const life = fc.oneof(json, fc.constantFrom(600, "600", 1.8e12, "2026-01-15T12:10:00Z", "2026-01-15", 1e300, -1));

/** Replies that are nearly right. */
const shaped = fc.record(
  {
    token: fc.oneof(json, fc.constantFrom("widget_1", SECRET, " sk_test_1", "widget_1 ", "a.b.c")),
    expires_at: life,
    expiresAt: life,
    expires_in: life,
    expiresIn: life,
    error: words,
    message: words,
    error_description: words,
  },
  { requiredKeys: [] },
);

const reply = fc.record(
  {
    status: fc.oneof(fc.constant(200), fc.constantFrom(...STATUSES), fc.integer({ min: 200, max: 599 })),
    body: fc.oneof(
      json.map((value) => JSON.stringify(value)),
      shaped.map((value) => JSON.stringify(value)),
      text,
      fc.uint8Array({ maxLength: 64 }).map((bytes) => new Uint8Array(bytes)),
    ),
    headers: fc.dictionary(
      fc.constantFrom("content-type", "date", "retry-after", "location"),
      fc.oneof(
        fc.string().map((value) => value.replace(/[^ -~]/g, "").trim()),
        fc.constantFrom("Thu, 15 Jan 2026 12:00:00 GMT", "application/json", "5"),
      ),
      { maxKeys: 3 },
    ),
  },
  { noNullPrototype: true },
);

/** A status that may have no body. */
const isBodiless = (/** @type {number} */ status) => [204, 205, 304].includes(status);

test("any reply is borne", async () => {
  await fc.assert(
    fc.asyncProperty(reply, async ({ status, body, headers }) => {
      await bear(answer({ status, headers, body: isBodiless(status) ? undefined : body }));
    }),
    runs(700),
  );
});
