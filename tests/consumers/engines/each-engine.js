/** Runs the same tests in all engines. */

import { after, before, describe } from "node:test";
import { ENGINES, launch } from "./engines.js";

/**
 * @param {(session: () => import("./engines.js").Session, name: string) => void} tests defines them; `session()`
 *   is the browser, once a test runs
 */
export function inEachEngine(tests) {
  for (const [name, prepare] of Object.entries(ENGINES)) {
    describe(name, () => {
      /** @type {import("./engines.js").Session} */
      let session;
      before(async () => {
        session = await launch(await prepare());
      });
      after(() => session?.close());
      tests(() => session, name);
    });
  }
}
