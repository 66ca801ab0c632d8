/** Arbitrary replies of a token route: body, status and headers. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runs } from "./runs.js";
import { openScene, play, SECRET } from "./scene.js";
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
  "an empty string": '""',
  "a string with a NUL": '"widget\\u0000"',
  "a string with a lone surrogate": '"widget_\\ud800"',
  "an array": "[]",
  "arrays nested a hundred thousand deep": "[".repeat(DEEP) + "]".repeat(DEEP),
  "objects nested a hundred thousand deep": `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
  "a token of a megabyte": JSON.stringify({ token: MEGABYTE }),
  "an error of a megabyte": JSON.stringify({ error: MEGABYTE }),
  "a lifetime of a megabyte of digits": `{"token":"widget_1","expires_in":${"9".repeat(1 << 20)}}`,
  "a string of a megabyte of digits": `{"token":"widget_1","expires_at":"${"9".repeat(1 << 20)}"}`,
  "a __proto__ member": '{"__proto__":{"token":"widget_1"}}',
  "a __proto__ that contains a token": '{"__proto__":"widget_1","constructor":{"prototype":{"token":"widget_2"}}}',
  "a token that is an object": '{"token":{"toString":"widget_1"}}',
  "a token that is an array": '{"token":["widget_1"]}',
  "a then": '{"then":"widget_1","token":"widget_1"}',
  "a secret key as the token": JSON.stringify({ token: SECRET }),
  "a secret key in the message": JSON.stringify({
    error: `the key ${SECRET} is wrong`,
    message: [SECRET, `(${SECRET})`],
  }),
  "an error that has no primitive value": '{"token":"widget_1","error":{"toString":1,"valueOf":1}}',
  "a lifetime that has no primitive value": '{"token":"widget_1","expires_at":{"toString":1,"valueOf":1}}',
  "errors nested a hundred thousand deep": `{"error":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}`,
  "a lifetime nested a hundred thousand deep": `{"token":"widget_1","expires_at":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}`,
  "invalid UTF-8": Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x7d),
  "a token of invalid UTF-8": Uint8Array.of(0x22, 0x77, 0xed, 0xa0, 0x80, 0x22),
  "UTF-16": new Uint8Array(Buffer.from('\ufeff{"token":"widget_1"}', "utf16le")),
  "a byte order mark": '\ufeff{"token":"widget_1"}',
};

const STATUSES = [200, 400, 401, 408, 429, 503];

for (const [what, body] of Object.entries(BODIES)) {
  test(`handles a body of ${what} under every status`, async () => {
    for (const status of STATUSES) {
      const outcome = await play(answer({ status, body }));
      if (status >= 400) assert.ok(outcome.error, "an error status grants no token");
    }
  });
}

/**
 * The status decides what a reply means; the body only adds a message.
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
  test(`a body of ${what} does not hide the status`, async () => {
    for (const [status, code] of MEANINGS) {
      const { error } = await play(answer({ status, body }));
      assert.equal(/** @type {any} */ (error).code, code);
    }
  });
}

test("__proto__ in JSON is an ordinary name: it grants no token, and changes no prototype", async () => {
  for (const what of ["a __proto__ member", "a __proto__ that contains a token"]) {
    const { error } = await play(answer({ body: BODIES[what] }));
    assert.equal(/** @type {any} */ (error).code, "invalid_response");
  }
  assert.equal(/** @type {any} */ ({}).token, undefined);
});

/** Ways in which a program may embed a secret key in a message. */
const DISGUISES = {
  "in quotes": `wrong key: "${SECRET}"`,
  "in JSON inside a string": `{\\"key\\":\\"${SECRET}\\"}`,
  "in markup": `<b>${SECRET}</b>`,
};

/** Ways in which the surrounding characters make the key look like another word. */
const CLEVER_DISGUISES = {
  "after an escaped line break": `wrong key:\\n${SECRET}`,
  "after a URL-encoded space": `https://api.example/?key=%20${SECRET}`,
  "after an underscore": `WORKOS_API_KEY_${SECRET}`,
  "with base64 characters": "the key sk_live_a+/c2VjcmV0== is wrong",
};

/** @param {string} words */
async function checkDisguised(words) {
  const { error } = await play(answer({ status: 401, body: JSON.stringify({ error: words }) }));
  assert.doesNotMatch(/** @type {any} */ (error).message, /c2Vjc/);
}

for (const [what, words] of Object.entries(DISGUISES)) {
  test(`masks a secret key ${what} in every message`, () => checkDisguised(words));
}

for (const [what, words] of Object.entries(CLEVER_DISGUISES)) {
  test(`masks a secret key ${what} in every message`, () => checkDisguised(words));
}

/** A route's message may be anything; a token does not belong in it. */
const words = fc.oneof(json, fc.constant(SECRET), fc.array(fc.constantFrom("no", `(${SECRET})`)));
const life = fc.oneof(json, fc.constantFrom(600, "600", 1.8e12, "2026-01-15T12:10:00Z", "2026-01-15", 1e300, -1));

/** Replies that are nearly valid. */
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

/** A status that allows no body. */
const isBodiless = (/** @type {number} */ status) => [204, 205, 304].includes(status);

test("handles any reply", async () => {
  await fc.assert(
    fc.asyncProperty(reply, async ({ status, body, headers }) => {
      await play(answer({ status, headers, body: isBodiless(status) ? undefined : body }));
    }),
    runs(700),
  );
});
