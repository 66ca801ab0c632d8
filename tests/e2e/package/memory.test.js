import assert from "node:assert/strict";
import { testInPage } from "./visit.js";

/** All texts in the heap of a page. @param {import("playwright-core").CDPSession} cdp */
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

testInPage("after clear() no token is left in the heap", {}, async ({ run, context, page, route }) => {
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
  assert.ok((await heapSnapshot(cdp)).includes("needle_in_the_heap_1"), "a token that is held is found");
  await run(() => tokens.clear());
  assert.ok(!(await heapSnapshot(cdp)).includes("needle_in_the_heap"), "none is found after clear()");
});
