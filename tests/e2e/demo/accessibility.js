/** The violations that axe-core finds in a page. */

import axe from "axe-core";

/**
 * @param {import("playwright-core").Page} page
 * @param {string[]} [excluded] selectors of elements that are not this project's
 * @returns {Promise<string[]>} each violation, and its place
 */
export async function violationsOf(page, excluded = []) {
  // Evaluated rather than added to the page, whose policy allows no other script.
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
