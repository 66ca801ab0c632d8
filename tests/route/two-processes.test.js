import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startRedis } from "./redis-server.js";

const PROCESS = fileURLToPath(new URL("route-process.js", import.meta.url));
const MINUTE_MS = 60_000;
const TICK_MS = 500;
const PER_MINUTE = 60;
const LOAD = 20;

test("two processes on one Redis never exceed the key's limit, under 20 times the load", async (context) => {
  const server = await startRedis();
  const processes = ["node-redis", "ioredis"].map((kind) => fork(PROCESS, [kind, `${server.port}`, `${PER_MINUTE}`]));
  context.after(async () => {
    for (const child of processes) child.kill();
    await server.stop();
  });
  await Promise.all(processes.map((child) => once(child, "message")));

  /** @type {number[]} */
  const sent = [];
  /** @type {number[]} */
  const slots = [];
  /** @type {{ atMs: number, user: string }[]} */
  let waiting = [];
  let newcomers = 0;
  let served = 0;
  const newPerTick = (PER_MINUTE * LOAD * TICK_MS) / MINUTE_MS;
  for (let nowMs = 0; nowMs < 4 * MINUTE_MS; nowMs += TICK_MS) {
    const back = waiting.filter(({ atMs }) => atMs <= nowMs).map(({ user }) => user);
    waiting = waiting.filter(({ atMs }) => atMs > nowMs);
    const all = [...back, ...Array.from({ length: newPerTick }, () => `user ${newcomers++}`)];
    const replies = await Promise.all(
      processes.map(async (child, index) => {
        child.send({ nowMs, users: all.filter((_, number) => number % 2 === index) });
        const [reply] = /** @type {[{ sent: number, outcomes: import("./route-process.js").Outcome[] }]} */ (
          await once(child, "message")
        );
        return reply;
      }),
    );
    for (const { sent: count, outcomes } of replies) {
      sent.push(...Array(count).fill(nowMs));
      for (const { user, status, retryInMs } of outcomes) {
        if (status === 200) served += 1;
        if (status === 200) continue;
        assert.equal(status, 429);
        const atMs = nowMs + Number(retryInMs);
        if (!back.includes(user)) slots.push(Math.round(atMs));
        // As a page does: slightly late.
        waiting.push({ user, atMs: atMs + (Number(user.slice(5)) % 4) * 400 });
      }
    }
  }
  for (let index = PER_MINUTE; index < sent.length; index += 1) {
    assert.ok(sent[index] - sent[index - PER_MINUTE] >= MINUTE_MS, `request ${index} exceeds the limit in its minute`);
  }
  assert.equal(served, sent.length);
  assert.ok(served > 3.8 * PER_MINUTE, `nearly all of the limit is used: ${served} in 4 minutes`);
  assert.equal(new Set(slots).size, slots.length, "no two callers get the same slot");
});
