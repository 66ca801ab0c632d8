/** A Next.js app with the App Router, built and served by both of its compilers, without configuration. */

import path from "node:path";
import { before, test } from "node:test";
import { LIMIT } from "../bundler.js";
import { recordCell } from "../cells.js";
import { startServer } from "../dev-server.js";
import { installProject } from "../project.js";
import { assertBothShipped } from "../shipped.js";
import { seeToken } from "../visit.js";

const PAGES = { "": "", "streaming, ": "streaming" };

/** @type {Awaited<ReturnType<typeof installProject>>} */
let project;

before(async () => {
  project = await installProject("next-16");
});

for (const [compiler, option] of Object.entries({ Turbopack: "--turbopack", webpack: "--webpack" })) {
  /** @param {string} column */
  const record = async (column) => {
    const version = await project.version("next");
    recordCell({ group: "bundler", row: `Next.js 16, ${compiler}`, version, column, result: "works" });
  };

  test(`Next.js builds an app with ${compiler}`, LIMIT, async ({ signal }) => {
    await project.run(["next", "build", option], signal);
    assertBothShipped(path.join(project.folder, ".next/static"), project.dist);
    await seePages((port) => ["next", "start", "--port", port], signal);
    for (const prefix of Object.keys(PAGES)) await record(`${prefix}build`);
  });

  test(`Next.js serves an app with ${compiler} in development`, LIMIT, async ({ signal }) => {
    await seePages((port) => ["next", "dev", option, "--port", port], signal);
    for (const prefix of Object.keys(PAGES)) await record(`${prefix}dev server`);
  });
}

/**
 * @param {(port: string) => string[]} command
 * @param {AbortSignal} signal
 */
async function seePages(command, signal) {
  const server = await startServer(project, command, signal);
  try {
    for (const page of Object.values(PAGES)) await seeToken(`${server.url}/${page}`);
  } finally {
    await server.stop();
  }
}
