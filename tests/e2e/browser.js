/** Starts the Chromium that is installed on this machine. */

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The browser that all files of a run share, if it is the ordinary one; else one of its own. Closing the shared one
 * closes what was opened by it here.
 *
 * @param {{ args?: string[] }} [options] further arguments of the command line
 * @returns {Promise<import("playwright-core").Browser>}
 */
export function launchChromium({ args = [] } = {}) {
  const shared = process.env.CHROMIUM_SERVER;
  if (shared && args.length === 0) return chromium.connect(shared);
  return chromium.launch({ executablePath: findChromium(), args: [...ARGS, ...args] });
}

/** Starts the browser that `launchChromium` shares, given its address as `CHROMIUM_SERVER`. */
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
