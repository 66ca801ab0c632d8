import assert from "node:assert/strict";
import { test } from "node:test";
import { assertRefused, OWN_ORIGIN, routeFor, tokenRequest } from "./asking.js";

const LISTED = "https://admin.example";

for (const [headers, isAnswered] of /** @type {[Record<string, string | undefined>, boolean][]} */ ([
  [{ Origin: OWN_ORIGIN, "Sec-Fetch-Site": "same-origin" }, true],
  // Behind a proxy the server may not know its public name; the browser does.
  [{ Origin: "https://public.example", "Sec-Fetch-Site": "same-origin" }, true],
  [{ Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }, false],
  [{ Origin: "https://other.app.example", "Sec-Fetch-Site": "same-site" }, false],
  [{ Origin: undefined, "Sec-Fetch-Site": "cross-site" }, false],
  [{ Origin: "null", "Sec-Fetch-Site": "cross-site" }, false],
  [{ Origin: OWN_ORIGIN, "Sec-Fetch-Site": "cross-site" }, false],
  [{ Origin: LISTED, "Sec-Fetch-Site": "cross-site" }, true],
  // Browsers without Sec-Fetch-Site.
  [{ Origin: OWN_ORIGIN, "Sec-Fetch-Site": undefined }, true],
  [{ Origin: LISTED, "Sec-Fetch-Site": undefined }, true],
  [{ Origin: "https://evil.example", "Sec-Fetch-Site": undefined }, false],
  [{ Origin: "http://app.example", "Sec-Fetch-Site": undefined }, false],
  [{ Origin: "https://app.example:8443", "Sec-Fetch-Site": undefined }, false],
  [{ Origin: "https://app.example.evil.example", "Sec-Fetch-Site": undefined }, false],
  [{ Origin: "null", "Sec-Fetch-Site": undefined }, false],
  [{ Origin: "https://public.example", "X-Forwarded-Host": "public.example", "Sec-Fetch-Site": undefined }, true],
  // Not a browser.
  [{ Origin: undefined, "Sec-Fetch-Site": undefined }, true],
])) {
  test(`${JSON.stringify(headers)} is ${isAnswered ? "answered" : "refused"}`, async () => {
    const { route, asked } = routeFor({ origins: [LISTED] });
    const response = await route(tokenRequest({ headers }));
    if (isAnswered) assert.equal(response.status, 200);
    else await assertRefused(response, 403, "forbidden");
    assert.equal(asked.length, isAnswered ? 1 : 0);
    const isListed = headers.Origin === LISTED;
    assert.equal(response.headers.get("Access-Control-Allow-Origin"), isListed ? LISTED : null);
    assert.equal(response.headers.get("Vary"), "Origin");
  });
}

test("answers a preflight from a listed origin, whoever is signed in, and refuses any other", async () => {
  const { route } = routeFor({ origins: [LISTED], authenticate: () => null });
  const ask = (/** @type {string} */ origin) => {
    const wanted = {
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "content-type, x-csrf",
    };
    const headers = { ...wanted, Origin: origin, "Sec-Fetch-Site": "cross-site", "Content-Type": undefined };
    return route(tokenRequest({ method: "OPTIONS", body: "", headers }));
  };
  const answered = await ask(LISTED);
  assert.equal(answered.status, 204);
  assert.equal(answered.headers.get("Access-Control-Allow-Origin"), LISTED);
  assert.equal(answered.headers.get("Access-Control-Allow-Methods"), "POST");
  assert.equal(answered.headers.get("Access-Control-Allow-Headers"), "content-type, x-csrf");
  assert.equal(answered.headers.get("Access-Control-Allow-Credentials"), "true");
  const refused = await ask("https://evil.example");
  assert.equal(refused.status, 403);
  assert.equal(refused.headers.get("Access-Control-Allow-Origin"), null);
});

test("lets a listed origin read refusals, and the headers that the manager needs", async () => {
  const { route } = routeFor({ origins: [LISTED], authenticate: () => null });
  const response = await route(tokenRequest({ headers: { Origin: LISTED, "Sec-Fetch-Site": "cross-site" } }));
  assert.equal(response.status, 401);
  assert.equal(response.headers.get("Access-Control-Allow-Origin"), LISTED);
  assert.equal(response.headers.get("Access-Control-Expose-Headers"), "Date, Retry-After");
});

test("sends no Vary: Origin without listed origins", async () => {
  const response = await routeFor().route(tokenRequest());
  assert.equal(response.headers.get("Vary"), null);
});
