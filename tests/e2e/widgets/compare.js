/**
 * Runs the scenario in the page with the package and in the page without, and prints the results as two columns:
 * `node tests/e2e/widgets/compare.js`, or with `--write` into docs/real-widgets.md.
 */

import { writeTables } from "../../documents/generated-tables.js";
import { runScenario } from "./scenario.js";
import { openStage } from "./stage.js";
import { consoleErrors } from "./tally.js";
import { typeDuringOutage } from "./typing.js";

const LIVES = 10;
const WIDGETS = 6;

const without = await live("by-hand");
const withPackage = await live("with-package");
const table = [
  "| | a `fetch` each time | with the package |",
  "|---|---|---|",
  ...Object.keys(without).map((row) => `| ${row} | ${without[row]} | ${withPackage[row]} |`),
].join("\n");
console.log(table);
if (process.argv.includes("--write")) writeTables("docs/real-widgets.md", "widgets", table);

/** @param {"by-hand" | "with-package"} page */
async function live(page) {
  const stage = await openStage({ page });
  const notes = await runScenario(stage, LIVES);
  const end = notes.at(-1);
  const outage = notes.find(({ step }) => /backend/.test(step));
  const otherOrganization = notes.find(({ step }) => /organization/.test(step));
  const { others } = consoleErrors(stage);
  const said = await stage.run(() => displayedErrors);
  await stage.close();

  const typing = await openStage({ page });
  await typeDuringOutage(typing);
  const searched = await typing.run(() => displayedErrors);
  await typing.close();

  return {
    "calls to the token route": end.tokenCalls,
    "requests of the widgets": end.requests,
    "… without a token": end.none,
    "… with an expired one": end.expired,
    "… with another organization's or user's": end.foreign,
    "… with one already replaced": end.superseded,
    "widgets with the previous organization's data after the switch": yesOrNo(
      !otherOrganization.seen.domains.includes("engines"),
    ),
    "widgets still empty a minute after the outage": WIDGETS - outage.seen.resolved - Number(outage.seen.hasKeys),
    "what they displayed": said.join(", ") || "–",
    "a search typed while there was no token": searched.join(", ") || "waited, then succeeded",
    "errors in the console, besides those of the outage and the 403 itself": others.length,
  };
}

/** @param {boolean} isSo */
function yesOrNo(isSo) {
  return isSo ? "yes" : "no";
}
