import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequestLog } from "../../www/server/workos/request-log.js";

const FACTS = {
  jti: null,
  contract: "seed",
  keyName: "a key",
  organizationId: "org_1",
  scopes: ["sso"],
  userId: null,
  issuedAt: "2024-01-15T12:00:00.000Z",
  expiresAt: "2024-01-15T12:10:00.000Z",
};

test("stores a token's fingerprint, the same each time, and not the token", () => {
  const log = createRequestLog();
  for (const token of ["widget_a", "widget_b", "widget_a"]) log.remember(token, FACTS);
  const [a, b, again] = log.tokens();
  assert.equal(a.fingerprint, again.fingerprint);
  assert.notEqual(a.fingerprint, b.fingerprint);
  assert.doesNotMatch(JSON.stringify(log.tokens()), /widget_/);
});

test("keeps the last thousand tokens", () => {
  const log = createRequestLog();
  for (let number = 0; number <= 1_000; number += 1) {
    log.remember(`widget_${number}`, { ...FACTS, organizationId: `org_${number}` });
  }
  const tokens = log.tokens();
  assert.equal(tokens.length, 1_000);
  assert.equal(tokens[0].organizationId, "org_1");
  assert.equal(tokens.at(-1)?.organizationId, "org_1000");
});
