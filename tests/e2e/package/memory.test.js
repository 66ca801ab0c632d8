import assert from "node:assert/strict";
import { heapBytes } from "../../bench/heap.js";
import { isFull } from "../../extent.js";
import { testInPage } from "./visit.js";

/** All strings in the heap of a page. @param {import("playwright-core").CDPSession} cdp */
async function heapSnapshot(cdp) {
  let text = "";
  const add = (/** @type {{ chunk: string }} */ { chunk }) => {
    text += chunk;
  };
  cdp.on("HeapProfiler.addHeapSnapshotChunk", add);
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false, captureNumericValue: false });
  cdp.off("HeapProfiler.addHeapSnapshotChunk", add);
  return text;
}

testInPage("leaves no token in the heap after clear()", {}, async ({ run, context, page, route }) => {
  route.answer((_, number) => ({ json: { token: `needle_in_the_heap_${number}`, expires_in: 600 } }));
  await run(async ({ endpoint }) => {
    globalThis.tokens = createTokenManager({ endpoint });
    globalThis.source = tokens.source(sso);
    globalThis.end = source.subscribe(() => {});
    await source.getToken();
    await source.getToken();
    source.peek();
    const other = { organizationId: "org_2", widgetScope: "sso" };
    await tokens.getToken(other);
    tokens.source(other).peek();
    end();
  });
  const cdp = await context.newCDPSession(page);
  assert.ok((await heapSnapshot(cdp)).includes("needle_in_the_heap_1"), "a cached token is found");
  await run(() => tokens.clear());
  assert.ok(!(await heapSnapshot(cdp)).includes("needle_in_the_heap"), "none is found after clear()");
});

const MOUNTS = isFull ? 20_000 : 3_000;
const BATCH = 500;

testInPage(`${MOUNTS} mounts with their own token leave little memory in use`, { clock: true }, async (visit) => {
  const { run, context, page, advance } = visit;
  const cdp = await context.newCDPSession(page);
  await run(({ endpoint }) => {
    globalThis.number = 0;
    globalThis.tokens = createTokenManager({
      endpoint,
      fetch: async () => Response.json({ token: `widget_${number}`, expires_in: 60 }),
    });
    globalThis.mount = async () => {
      const source = tokens.source({ ...sso, widgetSession: `mount_${++number}` });
      const end = source.subscribe(() => {});
      await source.getToken();
      end();
    };
  });
  const before = await heapBytes(cdp);
  for (let mounted = 0; mounted < MOUNTS; mounted += BATCH) {
    await run(({ batch }) => Promise.all(Array.from({ length: batch }, mount)).then(() => {}), { batch: BATCH });
    // Longer than two lifetimes; then unreachable objects are collected.
    await advance(180_000, 60_000);
    await cdp.send("HeapProfiler.collectGarbage");
  }
  const left = (await heapBytes(cdp)) - before;
  const { entries } = await run(() => tokens.stats());
  assert.ok(entries <= 4 * BATCH, `${entries} keys`);
  assert.ok(left < 6_000_000, `${left} bytes more than before`);
});
