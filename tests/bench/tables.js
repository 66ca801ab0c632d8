// Both tables, for the terminal and for docs/performance.md.

import { BASELINE } from "./baseline.js";
import { CONTENDERS } from "./contenders.js";

/** @typedef {import("./measurement.js").Results} Results */

/** @type {Record<import("./verdicts.js").Verdict, string>} */
const MARKS = { missed: "✗", reached: "✓", "aim reached": "✓", "not compared": "–" };

/** @param {Results} results */
export function print(results) {
  console.log(`\n${headline(results)}\n`);
  for (const { what, target, measured, verdict } of results.rows) {
    console.log(`${MARKS[verdict]} ${what}: ${verdict}\n    target: ${target}\n    measured: ${measured}`);
  }
  if (results.columns.length > 0) console.table(Object.fromEntries(contendersOf(results)));
}

/** @param {Results} results */
export function asMarkdown(results) {
  const targets = [
    ["measurement", "target", "measured", ""],
    ...results.rows.map(({ what, target, measured, verdict }) => [
      what,
      target,
      measured,
      verdict === "missed" ? "**missed**" : verdict,
    ]),
  ];
  const titles = results.columns.map(({ title }) => title);
  const contenders = [
    ["", ...titles],
    ...contendersOf(results).map(([name, cells]) => [name, ...titles.map((title) => cells[title])]),
  ];
  return [
    headline(results),
    `Medians; all run in random order, on one machine with one local server. ${BASELINE} is the last ` +
      "commit whose manager was JavaScript. `target/bench.json` has every figure.",
    table(targets),
    "![A warm read and the bundled size of each, side by side](../www/bench.svg)",
    table(contenders),
  ].join("\n\n");
}

/** @param {Results} results */
function headline({ command, date, versions }) {
  const { chromium, node, ...packages } = versions;
  const [[name, version]] = Object.entries(packages);
  return `\`${command}\` on ${date}: ${name} ${version}, Chromium ${chromium}, Node ${node}.`;
}

/**
 * Those that were measured.
 *
 * @param {Results} results
 * @returns {[name: string, cells: Record<string, string>][]}
 */
function contendersOf({ columns, versions }) {
  const measured = CONTENDERS.filter(({ name }) => columns.some(({ cells }) => name in cells));
  return measured.map(({ name, packages = [] }) => {
    const version = packages.map((one) => versions[one]).join(", ");
    const cells = columns.map(({ title, cells }) => [title, cells[name]]);
    return [version ? `${name} ${version}` : name, Object.fromEntries(cells)];
  });
}

/** @param {string[][]} lines the first is the head */
function table([head, ...lines]) {
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [row(head), `|${"---|".repeat(head.length)}`, ...lines.map(row)].join("\n");
}
