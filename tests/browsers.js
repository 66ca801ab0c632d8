// Finds a Chromium and its driver on the machine, or installs them.

import { existsSync } from "node:fs";
import path from "node:path";
import { Impediment, outputOf, run, say } from "../src/build/report.js";

const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER = ["chromedriver", "chromium.chromedriver"];

/**
 * @returns {{ chromium: string, chromedriver: string }} the paths of both
 */
export function prepareBrowser() {
  if (!find().chromium || !find().chromedriver) install();
  const { chromium, chromedriver } = find();
  if (chromium && chromedriver) return { chromium, chromedriver };
  throw new Impediment(
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

function install() {
  if (outputOf("apt-get", ["--version"]) === undefined) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && outputOf("sudo", ["-n", "true"]) === undefined) return;
  say("Installing Chromium and its driver");
  const [command, ...first] = isRoot ? ["apt-get"] : ["sudo", "apt-get"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run(command, [...first, "update", "-qq"], { env });
  run(command, [...first, "install", "-y", "-qq", "--no-install-recommends", "chromium", "chromium-driver"], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** @param {readonly string[]} names */
function onPath(names) {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const files = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find((file) => existsSync(file));
}
