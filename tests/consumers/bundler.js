/** The tests that every bundler has to pass: both entries, built and, if it has a development server, served. */

import path from "node:path";
import { before, test } from "node:test";
import { recordCell } from "./cells.js";
import { startServer } from "./dev-server.js";
import { serveFolder } from "./folder-server.js";
import { installProject } from "./project.js";
import { assertDefaultShipped, assertStreamingShipped } from "./shipped.js";
import { seeToken } from "./visit.js";

/** Whatever the machine's speed, something hangs after this time. */
export const LIMIT = { timeout: 300_000 };

/**
 * @typedef {"default" | "streaming"} Entry a folder of the app
 * @typedef {Awaited<ReturnType<typeof installProject>>} Project
 *
 * @typedef {object} Bundler
 * @property {string} name
 * @property {string} folder in `projects`
 * @property {string} dependency the one whose version is shown
 * @property {(project: Project) => Promise<void>} [prepare] what the user does besides calling the
 * bundler
 * @property {(entry: Entry) => string[]} build the command that builds an entry into `out/<entry>/`
 * @property {(entry: Entry, port: string) => string[]} [serve] the command whose server has it at `/<entry>/`
 * @property {Record<string, unknown>} [streamingManifest] what `streaming` needs in the app's package.json
 * @property {{ build?: string, serve?: string }} [lines] what `streaming` needs, if anything
 */

/** @param {Bundler} bundler */
export function testBundler({ name, folder, dependency, prepare, build, serve, streamingManifest, lines = {} }) {
  /** @type {Project} */
  let project;

  before(async () => {
    project = await installProject(folder);
    await prepare?.(project);
  });

  /**
   * @param {string} column
   * @param {string} [result]
   */
  const record = async (column, result = "works") =>
    recordCell({ group: "bundler", row: name, version: await project.version(dependency), column, result });

  test(`${name} builds an app that contains the module once and nothing unused`, LIMIT, async ({ signal }) => {
    await project.run(build("default"), signal);
    assertDefaultShipped(path.join(project.folder, "out/default"), project.dist);
    await seeBuilt("default");
    await record("build");
  });

  test(`${name} builds an app with the streaming entry`, LIMIT, async ({ signal }) => {
    await project.addToManifest(streamingManifest);
    await project.run(build("streaming"), signal);
    assertStreamingShipped(path.join(project.folder, "out/streaming"), project.dist);
    await seeBuilt("streaming");
    await record("streaming, build", lines.build);
  });

  /** @param {Entry} entry */
  const seeBuilt = async (entry) => {
    const server = await serveFolder(path.join(project.folder, "out", entry));
    await seeToken(`${server.url}/`).finally(server.stop);
  };

  if (!serve) return;

  test(`${name} serves an app in development`, LIMIT, async ({ signal }) => {
    await project.addToManifest({});
    await seeServed("default", signal);
    await record("dev server");
  });

  test(`${name} serves an app with the streaming entry in development`, LIMIT, async ({ signal }) => {
    await project.addToManifest(streamingManifest);
    await seeServed("streaming", signal);
    await record("streaming, dev server", lines.serve);
  });

  /**
   * @param {Entry} entry
   * @param {AbortSignal} signal
   */
  const seeServed = async (entry, signal) => {
    const server = await startServer(project, (port) => serve(entry, port), signal);
    await seeToken(`${server.url}/${entry}/`).finally(server.stop);
  };
}
