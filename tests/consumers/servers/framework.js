/**
 * The tests that every framework with a server has to pass. Its app has three pages: `/` gets a token in the
 * browser, with a manager from a shared module; `/refused/` wrongly awaits one on the server; `/streaming/` has a
 * shared module that awaits `init()`, on the server as well.
 */

import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { filesOf } from "../../documents/documents.js";
import { LIMIT } from "../bundler.js";
import { recordCell } from "../cells.js";
import { startServer } from "../dev-server.js";
import { serveFolder } from "../folder-server.js";
import { installProject } from "../project.js";
import { prepare, seeRefusal, seeToken } from "./visit.js";

/** The documents' organizations. */
const FILES = new Map([...filesOf("docs/react.md"), ...filesOf("docs/frameworks.md")]);

/**
 * @typedef {object} Way how the app is run
 * @property {string[]} [build] the command that builds it
 * @property {NodeJS.ProcessEnv} [env] for all commands
 * @property {string} [folder] the files for a static host; or
 * @property {(port: string) => string[]} [serve] the command that serves it
 * @property {boolean} [endsItself] when a host sends SIGTERM
 * @property {string} [streaming] the configuration that the streaming entry needs, if any
 *
 * @typedef {object} Framework
 * @property {string} name
 * @property {string} folder in `projects`
 * @property {string} dependency the one whose version is shown
 * @property {string} [common] a folder in `projects` whose files several of them share
 * @property {string} source the folder of the app's sources
 * @property {Record<string, string>} files which of the documents' files are in that folder, by name
 * @property {RegExp} [shown] on the first page, once it has its token
 * @property {Record<string, Way>} ways by the table's column
 */

/** @param {Framework} framework */
export function testFramework({ name, folder, common, dependency, source, files, shown, ways }) {
  /** @type {Awaited<ReturnType<typeof installProject>>} */
  let project;

  before(async () => {
    project = await installProject(folder, common);
    const sources = path.join(project.folder, source);
    await cp(fileURLToPath(new URL("pages", import.meta.url)), sources, { recursive: true });
    for (const [file, shown] of Object.entries(files)) {
      await writeFile(path.join(sources, file), String(FILES.get(shown)));
    }
  });

  /**
   * @param {string} column
   * @param {string} [result]
   */
  const record = async (column, result = "works") =>
    recordCell({ group: "framework", row: name, version: await project.version(dependency), column, result });

  for (const [column, way] of Object.entries(ways)) {
    test(`${name}, ${column}`, LIMIT, async (t) => {
      if (way.build) assertSilent(await project.run(way.build, t.signal, way.env));
      const server = await start(way, t.signal);
      t.after(server.stop);
      if (!way.build) {
        await prepare(`${server.url}/`, shown);
        await prepare(`${server.url}/streaming/`);
      }
      await seeToken(`${server.url}/`, shown);
      await seeRefusal(`${server.url}/refused/`);
      await record(column);
      await seeToken(`${server.url}/streaming/`);
      await record(`streaming, ${column}`, way.streaming);
      if (way.endsItself) await server.end();
      assertSilent(server.said());
    });
  }

  /**
   * @param {Way} way
   * @param {AbortSignal} signal
   */
  async function start({ folder, serve, env }, signal) {
    if (serve) return startServer(project, serve, signal, (PORT) => ({ PORT, ...env }));
    const server = await serveFolder(path.join(project.folder, String(folder)));
    return { ...server, said: () => "", end: server.stop };
  }
}

/** How tools list the files that they have built, prepared or served. */
const LISTED = /\bkB\b|optimized:|\bGET\b/;

/**
 * Tools name the files that they warn about.
 *
 * @param {string} said
 */
function assertSilent(said) {
  const named = said.split("\n").filter((line) => /workos-widget-tokens|TokenError/.test(line));
  assert.deepEqual(
    named.filter((line) => !LISTED.test(line)),
    [],
  );
}
