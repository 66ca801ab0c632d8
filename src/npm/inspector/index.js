/** The entry that shows what a manager does, in the page that uses it. */

import css from "workos-widget-tokens:inspector-style";
import { h, icon } from "./dom.js";
import { createJournal } from "./journal.js";
import { createPanel } from "./panel.js";
import { makeMovable, recall, remember } from "./place.js";
import { createTicker } from "./ticker.js";
import { plural } from "./words.js";

const LOOK_EVERY_MS = 250;
const KEYBOARD = /** @type {const} */ (["keydown", "keyup", "keypress"]);

/**
 * @param {import("../index.js").TokenManager} tokens
 * @param {import("../inspector.js").InspectorOptions} [options]
 * @returns {() => void}
 */
export function mountInspector(tokens, { parent, label = ({ organizationId }) => organizationId } = {}) {
  if (typeof document === "undefined") return () => {};
  const host = document.createElement("workos-widget-tokens-inspector");
  const root = dress(host);
  const place = parent ? { isOpen: true } : recall();
  let isStale = true;
  let lookedAtMs = 0;

  const journal = createJournal(tokens, () => {
    isStale = true;
    if (!place.isOpen) showTrouble();
  });
  const panel = createPanel({ tokens, journal, label });
  const launcher = h("button.launcher floating", { click: () => open(true) });
  const run = createTicker((nowMs) => {
    // An interval by a clock that may be set back, as well.
    if (isStale || Math.abs(nowMs - lookedAtMs) >= LOOK_EVERY_MS) {
      isStale = false;
      lookedAtMs = nowMs;
      if (!panel.look()) run(false);
    }
    panel.frame(nowMs);
  });

  function showTrouble() {
    const size = journal.troubled().length;
    launcher.replaceChildren(
      icon(size ? "waiting" : "valid"),
      size ? `${plural(size, "token")} in trouble` : "Widget tokens",
    );
    launcher.toggleAttribute("data-troubled", size > 0);
  }

  /** @param {boolean} isOpen */
  function open(isOpen) {
    place.isOpen = isOpen;
    remember(place);
    show();
    (isOpen ? panel.fold : launcher).focus();
  }

  function show() {
    const { isOpen = false } = place;
    panel.element.hidden = !isOpen;
    launcher.hidden = isOpen;
    if (isOpen) {
      isStale = true;
      run(true);
      restore();
    } else {
      run(false);
      showTrouble();
      journal.forgetStates();
    }
  }

  const restore = parent ? () => {} : makeMovable(panel, place);
  panel.fold.addEventListener("click", () => open(false));
  panel.element.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && !parent) open(false);
  });
  // The app's own shortcuts are not meant.
  for (const name of KEYBOARD) root.addEventListener(name, (event) => event.stopPropagation());
  panel.element.classList.toggle("floating", !parent);
  if (parent) for (const button of [panel.handle, panel.fold]) button.remove();
  root.append(panel.element, launcher);
  // Not in the body: nothing that an app does to it moves or hides what is beside it.
  (parent ?? document.documentElement).append(host);
  show();

  return () => {
    run(false);
    panel.end();
    journal.end();
    host.remove();
  };
}

/** @param {HTMLElement} host */
function dress(host) {
  const root = host.attachShadow({ mode: "closed" });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Before Safari 16.4 and Firefox 101 there was no other way; the page's policy may refuse it.
    root.append(h("style", {}, css));
  }
  return root;
}
