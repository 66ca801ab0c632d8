/** The log of events, newest first, and its filter by kind. */

import { h } from "./dom.js";
import { EVENT_WORDS, formatClock, scopesOf } from "./words.js";

const MOST_SHOWN = 100;

/**
 * @param {(key: import("../index.js").TokenKey) => string} label
 * @param {() => void} onFilter
 */
export function createLog(label, onFilter) {
  const options = ["every event", ...Object.keys(EVENT_WORDS)].map((name) => h("option", {}, name));
  const kinds = /** @type {HTMLSelectElement} */ (
    h("select", { "aria-label": "Events", change: onFilter }, ...options)
  );
  // What scrolls must be in reach of the keyboard.
  const list = h("ol", { tabindex: "0", "aria-label": "Events, newest first" });
  let shown = "";
  let shownUpTo = 0;

  return {
    element: h("section", {}, h("div.row", {}, h("h3", {}, "What happened"), kinds), list),

    /**
     * @param {readonly import("./journal.js").Entry[]} entries oldest first
     * @param {string} wanted what the keys are filtered by
     * @param {(key: import("../index.js").TokenKey) => boolean} isMatch
     */
    show(entries, wanted, isMatch) {
      const { value, selectedIndex } = kinds;
      if (shown !== value + wanted) {
        shown = value + wanted;
        shownUpTo = 0;
        list.replaceChildren();
      }
      for (const { serial, kind, atMs, key, words } of entries) {
        if (serial <= shownUpTo) continue;
        shownUpTo = serial;
        if ((selectedIndex > 0 && kind !== value) || !isMatch(key)) continue;
        const who = h("b", {}, `${label(key)}, ${scopesOf(key)}`);
        const line = h("li", { "data-kind": kind }, h("time", {}, formatClock(atMs)), who, h("span", {}, words));
        list.prepend(line);
        if (list.childElementCount > MOST_SHOWN) list.lastChild?.remove();
      }
    },
  };
}
