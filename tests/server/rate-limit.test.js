import assert from "node:assert/strict";
import { test } from "node:test";
import { createRateLimit } from "../../www/server/workos/rate-limit.js";

test("opens a key's window with its first request and closes it a minute later", () => {
  let nowMs = 5_000;
  const rateLimit = createRateLimit({ limit: 2, monotonicNow: () => nowMs });

  assert.equal(rateLimit.take("a"), undefined);
  nowMs += 20_500;
  assert.equal(rateLimit.take("a"), undefined);
  assert.equal(rateLimit.take("a"), 40, "39.5 s to the reset, rounded up to whole seconds");
  assert.equal(rateLimit.take("b"), undefined);

  nowMs = 5_000 + 59_999;
  assert.equal(rateLimit.take("a"), 1);
  nowMs += 1;
  assert.equal(rateLimit.take("a"), undefined);
});

test("reset forgets", () => {
  const rateLimit = createRateLimit({ limit: 1, monotonicNow: () => 0 });
  rateLimit.take("a");
  assert.equal(rateLimit.take("a"), 60);
  rateLimit.reset();
  assert.equal(rateLimit.take("a"), undefined);
});
