/** Runs the same tests in all engines. */

import { after, before, describe } from "node:test";
import { ENGINES, launch, NAMES } from "./engines.js";

/** The engines that `npm run test:engines` names, or all. */
const chosen = process.env.ENGINES?.split(" ").map((name) => NAMES[name]) ?? Object.values(NAMES);

/**
 * @param {(session: () => import("./engines.js").Session, name: string) => void} tests defines them; `session()`
 * is the browser, once a test runs
 */
export function inEachEngine(tests) {
  for (const name of chosen) {
    describe(name, () => {
      /** @type {import("./engines.js").Session} */
      let session;
      before(async () => {
        session = await launch(await ENGINES[name]());
      });
      after(() => session?.close());
      tests(() => session, name);
    });
  }
}
