// What was not checked, so that a short report is not taken for a good one.

import { note } from "./findings.js";

/** @type {import("./check.js").OverallCheck[]} */
export const coverageChecks = [{ id: "check/coverage", look: coverage }];

/** @param {import("./check.js").Evidence} evidence */
function coverage({ token, isCutShort }) {
  if (token || isCutShort) return undefined;
  return note("Most checks need a token, and the route returned none: fix the above and run the check again.");
}
