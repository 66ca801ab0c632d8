// npm run bench: what a read costs, beside a Map read written by hand, in Chromium.
// Rounds are run in random order; medians and ratios are printed, never a verdict.

import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { chromium } from "playwright-core";
import { dist, root } from "../../src/build/paths.js";
import { runMain } from "../../src/build/report.js";
import { prepareBrowser } from "../browsers.js";

const ROUNDS = 15;
const READS_PER_ROUND = 20_000;

/**
 * What is measured. Each makes a read and is run in the page; `tokens` is a manager whose
 * keys are warm.
 *
 * @type {Record<string, (tokens: any) => () => Promise<unknown>>}
 */
const READS = {
  "async Map read, by hand": () => {
    const map = new Map([["org_1 sso", { token: "widget_1", expiresAt: Date.now() + 600_000 }]]);
    const read = async (/** @type {string} */ key) => {
      const held = map.get(key);
      if (held && held.expiresAt - Date.now() > 60_000) return held.token;
      throw new Error("not warm");
    };
    return () => read("org_1 sso");
  },
  "source.getToken()": (tokens) => tokens.source({ organizationId: "org_1", widgetScope: "sso" }).getToken,
  "tokens.getToken(key)": (tokens) => {
    const key = { organizationId: "org_1", widgetScope: "sso" };
    return () => tokens.getToken(key);
  },
};

await runMain(async () => {
  const { chromium: executablePath } = prepareBrowser();
  const server = await serve();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    const source = Object.entries(READS).map(([name, make]) => `${JSON.stringify(name)}: ${make}`);
    const microseconds = await page.evaluate(measureInPage, {
      reads: `({ ${source.join(", ")} })`,
      rounds: ROUNDS,
      readsPerRound: READS_PER_ROUND,
    });
    report(microseconds, await browser.version());
  } finally {
    await browser.close();
    server.close();
  }
});

/**
 * @param {{ reads: string, rounds: number, readsPerRound: number }} plan
 * @returns {Promise<Record<string, number[]>>} microseconds a read, by round
 */
async function measureInPage({ reads, rounds, readsPerRound }) {
  const entry = "/dist/index.js";
  const { createTokenManager } = await import(entry);
  const tokens = createTokenManager({ endpoint: "/api/widget-token" });
  await tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
  // biome-ignore lint/security/noGlobalEval: the functions come from this very file
  const makers = Object.entries(globalThis.eval(reads));
  const made = makers.map(([name, make]) => ({ name, read: make(tokens), microseconds: /** @type {number[]} */ ([]) }));
  for (let round = -2; round < rounds; round++) {
    for (const one of made.toSorted(() => Math.random() - 0.5)) {
      const start = performance.now();
      for (let index = 0; index < readsPerRound; index++) await one.read();
      if (round >= 0) one.microseconds.push(((performance.now() - start) * 1_000) / readsPerRound);
    }
  }
  return Object.fromEntries(made.map(({ name, microseconds }) => [name, microseconds]));
}

/**
 * @param {Record<string, number[]>} measured
 * @param {string} browser
 */
function report(measured, browser) {
  const medians = Object.entries(measured).map(([name, values]) => ({ name, median: median(values), values }));
  const floor = medians[0].median;
  const rows = medians.map(({ name, median, values }) => ({
    name,
    "median µs": Number(median.toFixed(3)),
    "least – most": `${Math.min(...values).toFixed(3)} – ${Math.max(...values).toFixed(3)}`,
    "to the Map": `${(median / floor).toFixed(2)} ×`,
  }));
  console.log(`Warm reads, µs per awaited call; Chromium ${browser}; ${ROUNDS} rounds of ${READS_PER_ROUND}`);
  console.table(rows);
  writeFileSync(path.join(root, "target/bench.json"), `${JSON.stringify({ browser, rows }, null, 2)}\n`);
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

async function serve() {
  const server = createServer((request, response) => {
    if (request.url === "/")
      return response.setHeader("Content-Type", "text/html").end("<!doctype html><title>bench</title>");
    if (request.url === "/api/widget-token") {
      return response.setHeader("Content-Type", "application/json").end('{"token":"widget_1","expires_in":600}');
    }
    if (request.url !== "/dist/index.js") return response.writeHead(404).end();
    return response.setHeader("Content-Type", "text/javascript").end(readFileSync(path.join(dist, "index.js")));
  });
  await /** @type {Promise<void>} */ (new Promise((resolve) => server.listen(0, "127.0.0.1", resolve)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}
