/** One key in the list: its state and its timeline, and on demand all that is known of it. */

import { facts, h, icon, setText } from "./dom.js";
import { createTimeline } from "./timeline.js";
import { formatTime, plural, scopesOf, shortToken, statusOf } from "./words.js";

/**
 * @typedef {"refetch" | "invalidate"} Act
 * @typedef {ReturnType<typeof createKeyRow>} KeyRow
 *
 * @param {import("./key-history.js").KeyHistory} history
 * @param {string} label
 * @param {(act: Act, key: import("../index.js").TokenKey) => void} onAct
 */
export function createKeyRow(history, label, onAct) {
  const { key } = history;
  const timeline = createTimeline();
  const [sign, status, warnings] = [h("span.status"), h("span.status words"), h("span.tag warnings")];
  const [numbers, details] = [facts("facts"), facts("facts")];
  const note = h("p.note");
  const findings = h("ul.findings");
  const button = (/** @type {Act} */ act, /** @type {string} */ words) =>
    h("button.button", { click: () => onAct(act, key), "aria-description": label }, words);
  const more = h(
    "div.more",
    { hidden: "" },
    details.element,
    findings,
    h("div.row", {}, button("refetch", "Fetch a new token"), button("invalidate", "Invalidate the token")),
  );
  const session = key.widgetSession ? h("span.tag", {}, `session ${key.widgetSession}`) : "";
  const name = h("span.name", {}, h("b", {}, label), " ", h("code", {}, scopesOf(key)), " ", session);
  const head = h("button.head", { "aria-expanded": "false", click: toggle }, sign, name, warnings, status);
  const element = h("li.key", {}, head, numbers.element, timeline.element, note, more);
  let shownSign = "";
  /** @type {typeof history.findings | undefined} */
  let shownFindings;
  let isOnScreen = true;

  function toggle() {
    head.setAttribute("aria-expanded", String(!more.toggleAttribute("hidden")));
    show();
  }

  function show() {
    const { state } = history;
    const { sign: now, words, note: text } = statusOf(history);
    if (now !== shownSign) {
      sign.replaceChildren(icon(now));
      element.dataset.sign = shownSign = now;
    }
    setText(status, words);
    setText(note, text);
    setText(warnings, history.findings.length ? plural(history.findings.length, "warning") : "");
    timeline.draw(history);
    if (more.hidden || !state) return;
    const { subscribers, waiting, unusedMs, requestMs } = state;
    details.show({
      "Wanted by": `${plural(subscribers, "subscriber")}, ${plural(waiting, "waiting caller")}`,
      "Last used": `${formatTime(unusedMs)} ago`,
      Request: requestMs === undefined ? "none under way" : `under way for ${formatTime(requestMs)}`,
    });
    if (shownFindings === history.findings) return;
    shownFindings = history.findings;
    const said = shownFindings.map(({ code, message }) => h("li", {}, h("code", {}, code), ` ${message}`));
    findings.replaceChildren(...said);
  }

  return {
    history,
    element,
    show,
    /** @param {boolean} is whether it is on the screen */
    cross(is) {
      isOnScreen = is;
    },
    /** @param {number} nowMs */
    frame(nowMs) {
      const { state, current, dueAtMs } = history;
      const { status = "", token } = state?.snapshot ?? {};
      const otherwise = /^(load|refresh)ing$/.test(status) ? "under way" : "–";
      numbers.show({
        Token: shortToken(token) || "–",
        "Ends in": current ? formatTime(current.expiresAtMs - nowMs) : "–",
        "Next request in": dueAtMs === undefined ? otherwise : formatTime(dueAtMs - nowMs),
      });
      if (isOnScreen) timeline.move(nowMs);
    },
  };
}
