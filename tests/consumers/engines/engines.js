/** The three engines that browsers are made of, each from its Debian package. */

import { readFileSync } from "node:fs";
import { prepareBrowser, prepareFirefox, prepareWebKit } from "../../browsers.js";
import { startDisplay, startDriver } from "./processes.js";
import { openSession } from "./webdriver.js";

/**
 * @typedef {object} Engine
 * @property {string} driver the path of its WebDriver server
 * @property {"CHROMEDRIVER" | "GECKODRIVER" | "SAFARIDRIVER"} variable which tells wasm-bindgen's test runner
 *   of the driver
 * @property {object} capabilities what a session is begun with
 * @property {NodeJS.ProcessEnv} [env] what the driver needs beside
 * @property {() => Promise<void>} [end] of what was started for it
 *
 * @typedef {Awaited<ReturnType<typeof openSession>>} Session
 */

/** What each is called on a command line. @type {Record<string, string>} */
export const NAMES = { chromium: "Chromium", firefox: "Firefox ESR", webkit: "WebKitGTK" };

/** What makes each ready to be launched. @type {Record<string, () => Promise<Engine>>} */
export const ENGINES = {
  Chromium: async () => {
    const { chromium, chromedriver } = prepareBrowser();
    const capabilities = JSON.parse(readFileSync(new URL("../../web/webdriver.json", import.meta.url), "utf8"));
    capabilities["goog:chromeOptions"].binary = chromium;
    return { driver: chromedriver, variable: "CHROMEDRIVER", capabilities };
  },
  "Firefox ESR": async () => {
    const { firefox, geckodriver } = prepareFirefox();
    const capabilities = { "moz:firefoxOptions": { binary: firefox, args: ["-headless"] } };
    return { driver: geckodriver, variable: "GECKODRIVER", capabilities };
  },
  WebKitGTK: async () => {
    const { webkitdriver, xvfb } = prepareWebKit();
    const { display, end } = await startDisplay(xvfb);
    // Its driver speaks as Safari's does, and knows where its browser is.
    // With a time limit, the driver sets a timer for each of its scripts by the page's own `setTimeout`, where a test may
    // have put another.
    const capabilities = { timeouts: { script: null } };
    return { driver: webkitdriver, variable: "SAFARIDRIVER", capabilities, env: { DISPLAY: display }, end };
  },
};

/**
 * Starts a browser. When that is closed, all that was started for it ends.
 *
 * @param {Engine} engine
 * @returns {Promise<Session>}
 */
export async function launch({ driver, capabilities, env, end }) {
  const server = await startDriver(driver, { ...process.env, ...env });
  const endAll = async () => {
    await server.end();
    await end?.();
  };
  try {
    const session = await openSession(server.url, capabilities);
    return { ...session, close: () => session.close().finally(endAll) };
  } catch (error) {
    await endAll();
    throw error;
  }
}
