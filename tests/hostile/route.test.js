/**
 * Arbitrary requests to the token route: each gets a JSON error with a type, and none crashes it, hangs, or reveals a
 * secret.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toNodeHandler } from "../../src/route/index.js";
import { ADA, granting, OWN_ORIGIN, routeFor, SECRET, tokenRequest, WANTED } from "../route/asking.js";
import { runs } from "./runs.js";

const ORIGINS = ["https://admin.example"];
/** Cases of each kind; together ten thousand. */
const CASES = 2_000;
const STATUSES = new Set([200, 204, 400, 401, 403, 404, 405, 408, 413, 415, 422, 429, 500, 502, 504]);
const STACK = /\bat .*\.js:\d+|node_modules/;

/**
 * @param {Response} response
 * @param {import("../../src/route/index.js").TokenRouteError[]} errors
 */
async function assertHarmless(response, errors) {
  const text = await response.text();
  assert.ok(STATUSES.has(response.status), String(response.status));
  assert.ok(!text.includes(SECRET) && !/sk_(test|live)_\w/.test(text), "a secret");
  assert.doesNotMatch(text, STACK);
  for (const { code, message } of errors) {
    assert.notEqual(code, "internal");
    assert.ok(!message.includes(SECRET));
  }
  if (response.status === 204) return;
  const body = JSON.parse(text);
  assert.equal(response.headers.get("Cache-Control"), "no-store");
  if (response.status === 200) {
    assert.match(body.token, /^[!-~]+$/);
    assert.ok(!Number.isNaN(Date.parse(body.expires_at)));
    return;
  }
  assert.ok(typeof body.error === "string" && typeof body.error_description === "string");
  if (response.status === 429) assert.ok(Number.isInteger(body.retry_in_ms) && body.retry_in_ms > 0);
}

const headerText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replace(/[^\x20-\x7e\x80-\xff]/g, "")),
  fc.constantFrom(
    "application/json",
    "same-origin",
    "cross-site",
    "null",
    OWN_ORIGIN,
    ...ORIGINS,
    "gzip",
    "*",
    "1e9",
    "",
  ),
);
const headers = fc.dictionary(
  fc.constantFrom(
    "Content-Type",
    "Origin",
    "Sec-Fetch-Site",
    "Cookie",
    "Host",
    "X-Forwarded-Host",
    "Content-Length",
    "Content-Encoding",
    "Access-Control-Request-Headers",
    "Authorization",
  ),
  fc.option(headerText, { nil: undefined }),
);
const body = fc.oneof(
  fc.json(),
  fc.string({ unit: "binary" }),
  fc.record(
    {
      organizationId: fc.oneof(fc.constant(WANTED.organizationId), fc.jsonValue()),
      widgetScope: fc.oneof(
        fc.constantFrom("sso", "dsync", "__proto__", "toString"),
        fc.jsonValue(),
        fc.array(fc.jsonValue()),
      ),
      __proto__: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
);
const method = fc.oneof(
  { weight: 5, arbitrary: fc.constant("POST") },
  { weight: 1, arbitrary: fc.constantFrom("GET", "PUT", "OPTIONS", "HEAD", "FOO") },
);

test("any request", async () => {
  const { route, errors } = routeFor({
    origins: ORIGINS,
    requestsPerUserPerMinute: 1_000_000,
    requestsPerMinute: 1_000_000,
  });
  await fc.assert(
    fc.asyncProperty(method, headers, body, async (method, headers, body) => {
      await assertHarmless(await route(tokenRequest({ method, headers, body })), errors);
    }),
    runs(CASES),
  );
});

/** As Node passes them, including what `Request` refuses. */
test("any request of node:http", async () => {
  const { route, errors } = routeFor({
    origins: ORIGINS,
    requestsPerUserPerMinute: 1_000_000,
    requestsPerMinute: 1_000_000,
  });
  const handle = toNodeHandler(route);
  const methods = fc.oneof(method, fc.constantFrom("TRACE", "CONNECT", "TRACK"));
  await fc.assert(
    fc.asyncProperty(
      methods,
      fc.webPath(),
      headers,
      fc.oneof(body, fc.jsonValue()),
      async (method, url, headers, body) => {
        const rawHeaders = Object.entries(headers).flatMap(([name, value]) =>
          value === undefined ? [] : [name, value],
        );
        const host = headers.Host;
        const incoming = { method, url, rawHeaders, headers: { host }, socket: {}, body, readableEnded: true };
        /** @type {{ statusCode: number, text: string, headers: Headers }} */
        const reply = { statusCode: 0, text: "", headers: new Headers() };
        await handle(incoming, {
          set statusCode(/** @type {number} */ status) {
            reply.statusCode = status;
          },
          setHeader: (/** @type {string} */ name, /** @type {string} */ value) => reply.headers.set(name, value),
          end: (/** @type {string} */ text) => {
            reply.text = text;
          },
        });
        const init = { status: reply.statusCode, headers: reply.headers };
        await assertHarmless(new Response(reply.statusCode === 204 ? null : reply.text, init), errors);
      },
    ),
    runs(CASES),
  );
});

const secretText = fc.oneof(
  fc.string(),
  fc.constant(`key ${SECRET}`),
  fc.constant("Error\n    at x (/srv/app.js:1:1)"),
);
const sdkError = fc.oneof(
  fc.anything(),
  fc.record(
    {
      status: fc.oneof(
        fc.integer({ min: -1, max: 700 }),
        fc.constantFrom(400, 401, 403, 404, 408, 422, 429),
        fc.anything(),
      ),
      message: fc.oneof(secretText, fc.array(secretText), fc.anything()),
      errorDescription: fc.oneof(secretText, fc.anything()),
      retryAfter: fc.oneof(fc.double(), fc.constantFrom(null, Number.NaN, -1, 1e300, "5"), fc.anything()),
      cause: fc.oneof(fc.record({ rawStatus: fc.anything(), rawHeaders: fc.anything() }), fc.anything()),
      stack: secretText,
    },
    { requiredKeys: [] },
  ),
);

test("anything that the SDK throws or returns", async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.boolean(), sdkError, async (isOld, isThrown, given) => {
      const act = async () => {
        if (isThrown) throw given;
        return given;
      };
      const workos = isOld ? { widgets: { getToken: act } } : { post: act, widgets: {} };
      const { route, errors } = routeFor({ workos });
      await assertHarmless(await route(tokenRequest()), errors);
    }),
    runs(CASES),
  );
});

test("anything that WorkOS answers", async () => {
  const reply = fc.record({
    status: fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304].includes(status)),
    body: fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ token: fc.anything(), expires_at: fc.anything() }).map((it) => String(JSON.stringify(it, replacer))),
    ),
    retryAfter: fc.oneof(headerText, fc.nat().map(String)),
  });
  await fc.assert(
    fc.asyncProperty(reply, async ({ status, body, retryAfter }) => {
      const headers = { "Retry-After": retryAfter };
      const { route, errors } = routeFor({ fetch: async () => new Response(body, { status, headers }) });
      await assertHarmless(await route(tokenRequest()), errors);
    }),
    runs(CASES),
  );
});

test("anything that authenticate or a limiter returns", async () => {
  const decision = fc.oneof(
    fc.anything(),
    fc.record({ waitMs: fc.oneof(fc.double(), fc.anything()), limit: fc.anything() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.option(fc.anything(), { nil: ADA }), decision, async (session, decision) => {
      const act = async () => /** @type {any} */ (decision);
      const { route, errors } = routeFor({
        authenticate: () => /** @type {any} */ (session),
        limiter: { take: act, refused: act },
        // A request is held for a quarter of this.
        timeoutMs: 40,
        fetch: granting("widget_token"),
      });
      await assertHarmless(await route(tokenRequest()), errors);
    }),
    runs(CASES),
  );
});

/**
 * JSON has no BigInt.
 *
 * @param {string} _key
 * @param {unknown} value
 */
const replacer = (_key, value) => (typeof value === "bigint" ? String(value) : value);
