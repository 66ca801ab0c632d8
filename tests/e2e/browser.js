/** Starts the Chromium that is installed on this machine. */

import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Chromium uses only the last list of disabled features, so Playwright's own come first here. The others stop
 * what each new window would start: two popups of the address bar, which are pages, and a process for a page that
 * is never opened. They cost more than most tests.
 */
const DISABLED_FEATURES = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "SpareRendererForSitePerProcess",
];

const ARGS = [
  `--disable-features=${DISABLED_FEATURES.join(",")}`,
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The browser that all files of a run share, or a separate one if options are given. Closing the shared one closes
 * only what was opened through this connection.
 *
 * @param {object} [options]
 * @param {string[]} [options.args] further arguments of the command line
 * @param {string[]} [options.ignoreDefaultArgs] arguments of Playwright's to leave out
 * @returns {Promise<import("playwright-core").Browser>}
 */
export function launchChromium({ args = [], ignoreDefaultArgs = [] } = {}) {
  const shared = process.env.CHROMIUM_SERVER;
  if (shared && args.length === 0 && ignoreDefaultArgs.length === 0) return chromium.connect(shared);
  return chromium.launch({ executablePath: findChromium(), args: [...ARGS, ...args], ignoreDefaultArgs });
}

/** Starts the browser that `launchChromium` shares, whose address is in `CHROMIUM_SERVER`. */
export function serveChromium() {
  return chromium.launchServer({ executablePath: findChromium(), args: ARGS, host: "127.0.0.1" });
}

/**
 * Starts a browser of its own, whose tabs are shown, hidden and frozen as a user's are: in those of `launchChromium`,
 * Playwright has each page believe that it is in front.
 *
 * @returns {Promise<{ context: import("playwright-core").BrowserContext, close: () => Promise<void> }>}
 */
export async function launchChromiumWithTabs() {
  const folder = await mkdtemp(join(tmpdir(), "chromium-"));
  const args = [...ARGS, "--headless", "--remote-debugging-port=0", `--user-data-dir=${folder}`];
  const child = spawn(findChromium(), args, { stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const close = async () => {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const browser = await chromium.connectOverCDP(await devToolsAddress(child.stderr), { noDefaults: true });
    return { context: browser.contexts()[0], close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param {import("node:stream").Readable} stderr of a Chromium that is starting */
async function devToolsAddress(stderr) {
  for await (const line of createInterface({ input: stderr })) {
    const address = /^DevTools listening on (\S+)/.exec(line)?.[1];
    if (address) {
      stderr.resume();
      return address;
    }
  }
  throw new Error("Chromium ended before it listened for DevTools.");
}

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
  if (found) return found;
  throw new Error(
    `There is no Chromium on the PATH (${NAMES.join(", ")}). Type "sudo apt install chromium", ` +
      "or set CHROMIUM to the path of one: CHROMIUM=/path/to/chrome npm test",
  );
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
