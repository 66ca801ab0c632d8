import { fileURLToPath } from "node:url";
import { createApp } from "./app/app.js";
import { createSeedClient } from "./app/seed-client.js";
import { demoUsers, realUsers } from "./app/users.js";
import { createWorkosClient } from "./app/workos-client.js";
import { createClock } from "./clock.js";
import { createFaults } from "./faults/board.js";
import { listen } from "./listen.js";
import { resettableLimiter } from "./resettable-limiter.js";
import { apiKeys } from "./workos/directory.js";
import { createWorkos } from "./workos/workos.js";

const REAL_WORKOS_URL = "https://api.workos.com";

// Shorter than the ten seconds after which the token manager gives a request up, so that the browser
// gets an answer and not a time-out.
const WORKOS_TIMEOUT_MS = 8_000;

/**
 * @typedef {object} DemoOptions
 * @property {number} [port] of the app; 0, the default, is any free one
 * @property {boolean} [orNextFree] try the next port where this one is taken
 * @property {number} [workosPort] of the stand-in
 * @property {string} [workosApiKey] asks the real WorkOS: no stand-in, no seed routes, no controls
 * @property {string} [organizationId] with a real key: the organization that the demo shows
 * @property {string} [userId] with a real key: the WorkOS user whom the tokens are for
 * @property {number} [workosTimeoutMs] how long the app waits for WorkOS
 * @property {import("./clock.js").Clock} [clock]
 * @property {() => number} [monotonicNow] milliseconds, for the stand-in's rate limit
 * @property {number} [tokenLifetimeSeconds] of the stand-in's tokens, also after a reset; else the contract's
 * @property {string} [pagesDir]
 * @property {string} [distDir] the built package
 * @property {string} [demoDistDir] what the build bundles for the demo; it need not be there
 *
 * @typedef {Awaited<ReturnType<typeof startDemo>>} Demo
 */

/**
 * Starts the demo: the app and, unless there is a real key, the stand-in for WorkOS.
 *
 * @param {DemoOptions} [options]
 */
export async function startDemo(options = {}) {
  const { workosApiKey, clock = createClock() } = options;
  if (workosApiKey !== undefined && !workosApiKey.startsWith("sk_")) {
    throw new TypeError("A WorkOS API key must start with sk_.");
  }
  const local = workosApiKey === undefined ? await startStandIn(clock, options) : null;
  const workosUrl = local?.listening.url ?? REAL_WORKOS_URL;
  const app = createApp({
    clock,
    users: local ? demoUsers() : realUsers(options),
    workosClient: createWorkosClient({
      apiKey: workosApiKey ?? apiKeys.test.secret,
      workosUrl: local?.listening.url,
      timeoutMs: options.workosTimeoutMs ?? WORKOS_TIMEOUT_MS,
    }),
    standIn: local,
    pagesDir: options.pagesDir ?? fileURLToPath(new URL("../", import.meta.url)),
    distDir: options.distDir ?? fileURLToPath(new URL("../../dist/", import.meta.url)),
    demoDistDir: options.demoDistDir ?? fileURLToPath(new URL("../../target/demo/", import.meta.url)),
    workosUrl,
  });
  const listening = await listenOrStop(app, options, local);

  return {
    url: listening.url,
    port: listening.port,
    workosUrl,
    /** The stand-in; null with a real key, as are the faults. */
    workos: local?.workos ?? null,
    faults: local?.faults ?? null,
    clock,
    async stop() {
      await listening.stop();
      await local?.stop();
    },
  };
}

/**
 * @param {import("./clock.js").Clock} clock
 * @param {DemoOptions} options
 */
async function startStandIn(clock, { workosPort = 0, workosTimeoutMs, monotonicNow, tokenLifetimeSeconds }) {
  const faults = createFaults(clock);
  const limiter = resettableLimiter();
  const workos = createWorkos({
    clock,
    faults,
    monotonicNow,
    lifetimeSeconds: tokenLifetimeSeconds,
    onReset: limiter.reset,
  });
  const listening = await listen(workos.app, { port: workosPort });
  const requestSeedToken = createSeedClient({
    workosUrl: listening.url,
    apiKey: apiKeys.test.secret,
    timeoutMs: workosTimeoutMs ?? WORKOS_TIMEOUT_MS,
  });
  return {
    workos,
    faults,
    limiter,
    listening,
    requestSeedToken,
    async stop() {
      faults.clear();
      await listening.stop();
    },
  };
}

/**
 * @param {import("express").Express} app
 * @param {DemoOptions} options
 * @param {{ stop(): Promise<void> } | null} local left running by nobody, if the app cannot start
 */
async function listenOrStop(app, { port = 0, orNextFree }, local) {
  try {
    return await listen(app, { port, orNextFree });
  } catch (error) {
    await local?.stop();
    throw error;
  }
}
