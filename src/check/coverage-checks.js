// What was left out, so that silence is not taken for praise.

import { note } from "./findings.js";

/** @type {import("./check.js").OverallCheck[]} */
export const coverageChecks = [{ id: "check/coverage", look: coverage }];

/** @param {import("./check.js").Evidence} evidence */
function coverage({ token, isCutShort }) {
  if (token || isCutShort) return undefined;
  return note("Most checks start from a token, and there was none: mend the above, and run the check again.");
}
