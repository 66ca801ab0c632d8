import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createClock } from "../../www/server/clock.js";
import { startDemo } from "../../www/server/start.js";
import { createWidgetLog } from "../../www/server/workos/widgets/widget-log.js";
import { createVisitor, organizations } from "./visitor.js";
import { ask, claimsOf, people, tokenFor } from "./widget.js";

const START_MS = Date.UTC(2024, 0, 15, 12, 0, 0);
const MEMBERS = "/UserManagement/members?limit=10";

let nowMs = START_MS;
/** @type {import("../../www/server/start.js").Demo} */
let demo;

before(async () => {
  demo = await startDemo({ clock: createClock({ realNow: () => nowMs }), tokenLifetimeSeconds: 600 });
});
after(() => demo.stop());
beforeEach(() => {
  nowMs = START_MS;
  demo.workos?.reset();
});

function requests() {
  assert.ok(demo.workos);
  return demo.workos.widgets.log.requests();
}

test("logs a request with the time, the widget, the token and the verdict", async () => {
  const token = await tokenFor(demo);
  nowMs += 5_000;
  await ask(demo, MEMBERS, { token });
  const [{ order, ...request }] = requests();
  assert.ok(Number.isInteger(order));
  assert.deepEqual(request, {
    at: "2024-01-15T12:00:05.000Z",
    method: "GET",
    path: `/_widgets${MEMBERS}`,
    widgetType: "user-management",
    hasToken: true,
    jti: claimsOf(token).jti,
    organizationId: organizations.acme.id,
    userId: people.ada.id,
    expiresAt: "2024-01-15T12:10:00.000Z",
    verdict: "ok",
    refusedWith: null,
    isFault: false,
  });
});

test("logs a token's claims only if its signature is valid", async () => {
  const token = await tokenFor(demo);
  await ask(demo, MEMBERS);
  await ask(demo, MEMBERS, { token: "widget_opaque" });
  await ask(demo, MEMBERS, { token: await tokenFor(demo, { scopes: ["widgets:sso:manage"] }) });
  nowMs += 600_000;
  await ask(demo, MEMBERS, { token });
  const { jti } = claimsOf(token);
  const received = requests().map(({ verdict, refusedWith, hasToken, jti }) => ({
    verdict,
    refusedWith,
    hasToken,
    jti,
  }));
  assert.deepEqual(received[0], { verdict: "no token", refusedWith: 401, hasToken: false, jti: null });
  assert.deepEqual(received[1], { verdict: "unknown", refusedWith: 403, hasToken: true, jti: null });
  assert.equal(received[2].verdict, "forbidden");
  assert.equal(received[2].refusedWith, 403);
  assert.match(String(received[2].jti), /^token_/);
  assert.deepEqual(received[3], { verdict: "expired", refusedWith: 403, hasToken: true, jti });
});

test("numbers tokens and requests in one sequence, even if the clock stands still", async () => {
  const first = await tokenFor(demo);
  await ask(demo, MEMBERS, { token: first });
  const second = await tokenFor(demo);
  await ask(demo, MEMBERS, { token: second });
  const [one, two] = demo.workos?.log.tokens() ?? [];
  const [early, late] = requests();
  assert.ok(one.order < early.order && early.order < two.order && two.order < late.order);
  assert.deepEqual([one.jti, two.jti], [early.jti, late.jti]);
});

test("the page reads both logs, which contain no token", async () => {
  const token = await tokenFor(demo);
  await ask(demo, MEMBERS, { token });
  const text = await (await createVisitor(demo.url).get("/demo/widgets-log")).text();
  for (const part of token.split(".")) assert.ok(!text.includes(part));
  const { requests: read, tokens } = JSON.parse(text);
  assert.equal(tokens[0].jti, read[0].jti);
  assert.deepEqual(read, requests());
  assert.deepEqual(tokens, demo.workos?.log.tokens());
});

test("a reset clears the requests", async () => {
  await ask(demo, MEMBERS);
  await createVisitor(demo.url).post("/demo/reset");
  assert.deepEqual(requests(), []);
});

test("keeps the last ten thousand requests, in order of arrival", () => {
  const log = createWidgetLog();
  const facts = /** @type {import("../../www/server/workos/widgets/widget-log.js").WidgetRequest} */ ({});
  for (let order = 10_001; order >= 1; order -= 1) log.add({ ...facts, order });
  const kept = log.requests();
  assert.equal(kept.length, 10_000);
  assert.equal(kept[0].order, 1);
  assert.equal(kept.at(-1)?.order, 10_000);
});
