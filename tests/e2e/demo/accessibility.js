/** What axe-core finds wrong with a page. */

import axe from "axe-core";

/**
 * @param {import("playwright-core").Page} page
 * @param {string[]} [excluded] selectors of what is not this project's to mend
 * @returns {Promise<string[]>} each violation, and where it is
 */
export async function violationsOf(page, excluded = []) {
  // Evaluated and not added to the page, whose policy allows no other script.
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (exclude) => {
    const { axe } = /** @type {{ axe: typeof import("axe-core") }} */ (/** @type {unknown} */ (globalThis));
    const results = await axe.run({ exclude }, { resultTypes: ["violations"] });
    return results.violations.map(({ id, help, nodes }) => ({
      rule: `${id} (${help})`,
      places: nodes.map(({ target, any }) => [String(target), ...any.map(({ message }) => message)].join(" – ")),
    }));
  }, excluded);
  return violations.flatMap(({ rule, places }) => places.map((place) => `${rule}: ${place}`));
}
