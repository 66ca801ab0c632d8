// Finds the browsers and their drivers on the machine, or installs them.

import { existsSync } from "node:fs";
import path from "node:path";
import { root } from "../src/build/paths.js";
import { run, SetupError, say } from "../src/build/report.js";
import { install, onPath } from "./debian.js";

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER = ["chromedriver", "chromium.chromedriver"];
const FIREFOX = ["firefox-esr", "firefox"];
/** Debian has no package for it; it is on crates.io. */
const GECKODRIVER_VERSION = "0.37.1";

/**
 * @returns {{ chromium: string, chromedriver: string }} the paths of both
 */
export function prepareBrowser() {
  if (!find().chromium || !find().chromedriver) install("Chromium and its driver", ["chromium", "chromium-driver"]);
  const { chromium, chromedriver } = find();
  if (chromium && chromedriver) return { chromium, chromedriver };
  throw new SetupError(
    "The tests need Chromium and its driver. Type: apt install chromium chromium-driver\n" +
      "  or set CHROMIUM and CHROMEDRIVER to the paths of yours.",
  );
}

function find() {
  return {
    chromium: process.env.CHROMIUM ?? onPath(CHROMIUM),
    chromedriver: process.env.CHROMEDRIVER ?? onPath(DRIVER),
  };
}

/**
 * @returns {{ firefox: string, geckodriver: string }} the paths of both
 */
export function prepareFirefox() {
  const findFirefox = () => process.env.FIREFOX ?? onPath(FIREFOX);
  if (!findFirefox()) install("Firefox ESR", ["firefox-esr"]);
  const firefox = findFirefox();
  if (!firefox) {
    throw new SetupError(
      "These tests need Firefox ESR. Type: apt install firefox-esr\n  or set FIREFOX to the path of yours.",
    );
  }
  return { firefox, geckodriver: process.env.GECKODRIVER ?? onPath(["geckodriver"]) ?? buildGeckodriver() };
}

function buildGeckodriver() {
  const folder = path.join(root, "target", "tools", `geckodriver-${GECKODRIVER_VERSION}`);
  const file = path.join(folder, "bin", "geckodriver");
  if (!existsSync(file)) {
    say(`Building geckodriver ${GECKODRIVER_VERSION} (once, about three minutes)`);
    const options = ["--version", GECKODRIVER_VERSION, "--locked", "--debug", "--root", folder];
    run("cargo", ["install", "geckodriver", ...options], { env: { ...process.env, CARGO_PROFILE_DEV_DEBUG: "0" } });
  }
  return file;
}

/**
 * @returns {{ webkitdriver: string, xvfb: string }} the paths of WebKitGTK's driver, which finds its
 * browser by itself, and of the X server that this browser needs
 */
export function prepareWebKit() {
  const findBoth = () => ({ webkitdriver: onPath(["WebKitWebDriver"]), xvfb: onPath(["Xvfb"]) });
  if (!findBoth().webkitdriver || !findBoth().xvfb) install("WebKitGTK and its driver", ["webkit2gtk-driver", "xvfb"]);
  const { webkitdriver, xvfb } = findBoth();
  if (webkitdriver && xvfb) return { webkitdriver, xvfb };
  throw new SetupError("These tests need WebKitGTK's driver and Xvfb. Type: apt install webkit2gtk-driver xvfb");
}
