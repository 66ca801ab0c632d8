/** The keys. However many there are, only so many are drawn, and more on demand. */

import { h, setText } from "./dom.js";
import { createKeyRow } from "./key-row.js";

const ROWS = 20;

/**
 * @param {object} options
 * @param {(key: import("../index.js").TokenKey) => string} options.label
 * @param {Parameters<typeof createKeyRow>[2]} options.onAct
 * @param {() => void} options.onMore more are to be shown
 */
export function createKeyList({ label, onAct, onMore }) {
  /** @type {Map<import("./key-history.js").KeyHistory, import("./key-row.js").KeyRow>} those that are drawn */
  const rows = new Map();
  let most = ROWS;
  const list = h("ul");
  const empty = h("p.empty");
  const more = h("button.button", {
    click: () => {
      most += ROWS;
      onMore();
    },
  });

  // Those out of sight are not moved.
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      for (const row of rows.values()) if (row.element === target) row.cross(isIntersecting);
    }
  });

  return {
    element: h("div", {}, empty, list, more),

    /** @param {import("./key-history.js").KeyHistory[]} histories those that the filter lets through */
    show(histories) {
      const shown = histories.slice(0, most);
      for (const [history, { element }] of rows) {
        if (shown.includes(history)) continue;
        observer.unobserve(element);
        element.remove();
        rows.delete(history);
      }
      shown.forEach((history, at) => {
        const row = rows.get(history) ?? createKeyRow(history, label(history.key), onAct);
        if (!rows.has(history)) observer.observe(row.element);
        rows.set(history, row);
        // Only what is out of place is moved: it would lose the focus.
        if (list.children[at] !== row.element) list.insertBefore(row.element, list.children[at]);
        row.show();
      });
      setText(empty, shown.length ? "" : "No keys");
      more.hidden = histories.length <= most;
      setText(more, `Show more: ${histories.length - most} are left`);
    },

    /** @param {number} nowMs */
    frame(nowMs) {
      for (const row of rows.values()) row.frame(nowMs);
    },

    end: () => observer.disconnect(),
  };
}
