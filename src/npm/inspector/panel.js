/** Everything that is to be seen while the inspector is open. */

import { facts, h, icon, setText } from "./dom.js";
import { createKeyList } from "./key-list.js";
import { createLog } from "./log.js";
import { reportOf } from "./report.js";
import { formatSkew, formatTime, statusOf, verdictOn } from "./words.js";

/** Each sign, as it is drawn in the timelines. */
const LEGEND = {
  bar: "token in use",
  "bar replaced": "still valid, already replaced",
  "bar dropped": "rejected, or run out",
  "mark due": "next request",
  "mark asked": "request",
  "mark failed": "failed",
};

/**
 * @param {object} options
 * @param {import("../index.js").TokenManager} options.tokens
 * @param {import("./journal.js").Journal} options.journal
 * @param {(key: import("../index.js").TokenKey) => string} options.label
 */
export function createPanel({ tokens, journal, label }) {
  const handle = h("button.button bare handle", { "aria-label": "Move: arrow keys" }, icon("move"));
  const fold = h("button.button bare", { "aria-label": "Close the token inspector" }, icon("close"));
  const copy = h("button.button", { click: report, "aria-live": "polite" }, "Copy a report");
  const header = h("div.row header", {}, handle, h("h2", {}, "Widget tokens"), copy, fold);
  const verdict = h("p.verdict", { role: "status" });
  const text = /** @type {HTMLTextAreaElement} */ (
    h("textarea", { readonly: "", hidden: "", rows: "8", "aria-label": "The report" })
  );
  const filter = /** @type {HTMLInputElement} */ (
    h("input", {
      type: "search",
      placeholder: "Filter by key or state",
      "aria-label": "Filter by key or state",
      input: look,
    })
  );
  const counters = facts("counters");
  const keys = createKeyList({ label, onMore: look, onAct: act });
  const log = createLog(label, look);
  const signs = Object.entries(LEGEND).map(([sign, words]) =>
    h("li", {}, h(`span.${sign}`, {}, h("span.used")), words),
  );
  const body = h(
    "div.body",
    {},
    verdict,
    text,
    filter,
    h("ul.row legend", { "aria-label": "How to read the timelines" }, ...signs),
    keys.element,
    h("section", {}, h("h3", {}, "What it has done so far"), counters.element),
    log.element,
  );
  const element = h("aside.panel", { "aria-label": "Token inspector" }, header, body);
  /** Looks at the manager, and shows what is new. Returns whether there will be more: no manager outlives its module. */
  function look() {
    try {
      journal.look();
      showCounters();
    } catch (error) {
      setText(verdict, String(error));
      return false;
    }
    const histories = [...journal.histories.values()];
    const wanted = filter.value.trim().toLowerCase();
    const isMatch = (/** @type {import("../index.js").TokenKey} */ key, state = "") =>
      [label(key), ...Object.values(key), state].join(" ").toLowerCase().includes(wanted);
    setText(verdict, verdictOn(histories));
    element.toggleAttribute("data-troubled", journal.troubled().length > 0);
    keys.show(histories.filter((history) => isMatch(history.key, statusOf(history).words)));
    log.show(journal.entries, wanted, isMatch);
    return !histories.length || histories.some(({ trouble }) => trouble?.code !== "disposed");
  }

  function showCounters() {
    const { hits, fetches, coalesced, retries, failures, entries, nextRefreshInMs, skewMs, shared } = tokens.stats();
    counters.show({
      "answered from the cache": hits,
      "requests sent": fetches,
      "joined one under way": coalesced,
      ...(shared && { "from another tab": shared }),
      "of the requests, retries": retries,
      "of the requests, failed": failures,
      "keys known": entries,
      "until the next fetch": nextRefreshInMs === undefined ? "–" : formatTime(nextRefreshInMs),
      "your clock": formatSkew(skewMs),
    });
  }

  /**
   * @param {import("./key-row.js").Act} act
   * @param {import("../index.js").TokenKey} key
   */
  function act(act, key) {
    journal.note("you", `You pressed: ${act}.`, key);
    if (act === "invalidate") tokens.source(key).invalidate();
    else tokens.getToken(key, { forceRefresh: true, waitTimeoutMs: 0 }).catch(() => {});
  }

  async function report() {
    look();
    text.value = reportOf(tokens, journal);
    try {
      await navigator.clipboard.writeText(text.value);
      setText(copy, "Copied, without any token");
    } catch {
      // Not every page may write there.
      text.hidden = false;
      text.select();
    }
  }

  return { element, header, handle, fold, look, frame: keys.frame, end: keys.end };
}
