/** The three browser engines, each from its Debian package. */

import { readFileSync } from "node:fs";
import { prepareBrowser, prepareFirefox, prepareWebKit } from "../../browsers.js";
import { startDisplay, startDriver } from "./processes.js";
import { openSession } from "./webdriver.js";

/**
 * @typedef {object} Engine
 * @property {string} driver the path of its WebDriver server
 * @property {"CHROMEDRIVER" | "GECKODRIVER" | "SAFARIDRIVER"} variable which gives wasm-bindgen's test runner
 * the driver
 * @property {object} capabilities for new sessions
 * @property {NodeJS.ProcessEnv} [env] further environment of the driver
 * @property {() => Promise<void>} [end] ends what was started for it
 *
 * @typedef {Awaited<ReturnType<typeof openSession>>} Session
 */

/** The name of each on a command line. @type {Record<string, string>} */
export const NAMES = { chromium: "Chromium", firefox: "Firefox ESR", webkit: "WebKitGTK" };

/** Prepares each for launching. @type {Record<string, () => Promise<Engine>>} */
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
    // Its driver speaks Safari's protocol, and finds its browser by itself. With a time limit, the driver sets a timer
    // for each of its scripts by the page's own `setTimeout`, which a test may have replaced.
    const capabilities = { timeouts: { script: null } };
    return { driver: webkitdriver, variable: "SAFARIDRIVER", capabilities, env: { DISPLAY: display }, end };
  },
};

/**
 * Starts a browser. Closing it ends everything that was started for it.
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
