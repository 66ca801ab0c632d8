/** Starts the Chromium that is installed on this machine. */

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
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
