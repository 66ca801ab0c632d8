import { showSegments } from "./choice.js";
import { tokenRoute } from "./token-routes.js";

const LIFETIMES = [
  { value: 10, name: "10 s" },
  { value: 30, name: "30 s" },
  { value: 60, name: "1 min" },
  { value: 600, name: "10 min" },
];
/** Short enough to watch a few tokens come and go, long enough to live through most faults. */
export const DEFAULT_LIFETIME_SECONDS = 30;

/**
 * The lifetimes that the page knows how to show.
 *
 * @param {number | null} seconds
 */
export function isOfferedLifetime(seconds) {
  return LIFETIMES.some(({ value }) => value === seconds);
}

/**
 * The choice of the token route and of the tokens' lifetime. It shows them in the lines of code, too.
 *
 * @param {object} options
 * @param {(path: string) => void} options.onRoute
 * @param {(seconds: number) => void} options.onLifetime
 */
export function showServerSettings({ onRoute, onLifetime }) {
  const select = /** @type {HTMLSelectElement} */ (document.getElementById("route-select"));
  select.addEventListener("change", () => onRoute(select.value));
  const chooseLifetime = showSegments(byId("lifetime-segments"), LIFETIMES, onLifetime);

  return {
    /** @param {string[]} paths */
    offer(paths) {
      select.replaceChildren(...paths.map((path) => new Option(tokenRoute(path).name, path)));
    },

    /**
     * @param {import("./token-routes.js").TokenRoute} route
     * @param {number | null} lifetimeSeconds null where the page has no say in it
     */
    show(route, lifetimeSeconds) {
      select.value = route.path;
      if (lifetimeSeconds !== null) chooseLifetime(lifetimeSeconds);
      byId("route-note").textContent = route.note;
      byId("sample-endpoint").textContent = `"${route.path}"`;
      const mustBeTold = !route.saysExpiry && lifetimeSeconds !== null;
      byId("sample-lifetime").textContent = mustBeTold ? `, defaultLifetimeMs: ${lifetimeSeconds}_000` : "";
    },
  };
}

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
