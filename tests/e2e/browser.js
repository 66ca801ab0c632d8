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
 * @param {{ args?: string[] }} [options] further arguments of the command line
 * @returns {Promise<import("playwright-core").Browser>}
 */
export function launchChromium({ args = [] } = {}) {
  return chromium.launch({ executablePath: findChromium(), args: [...ARGS, ...args] });
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
