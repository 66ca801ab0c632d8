import { SIX } from "./six.js";

/**
 * A request of a widget. The stand-in knows more of it than the browser does.
 *
 * @typedef {object} WidgetRequest
 * @property {string} type the widget's
 * @property {number} atMs
 * @property {boolean} isRefused
 * @property {boolean} [hasToken]
 * @property {string | null} [jti] of its token, if it was sent with one that the stand-in has made
 */

// Replies that come one after the other are told of together.
const GATHERING_MS = 120;

/** The requests of the widgets since the page was loaded, for `useSyncExternalStore`. */
export class WidgetRequests {
  /** @type {readonly WidgetRequest[]} */
  #list = [];
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #hasLog;
  #isGathering = false;

  /** @param {boolean} hasLog whether the stand-in can be asked what it has seen */
  constructor(hasLog) {
    this.#hasLog = hasLog;
    const observer = new PerformanceObserver((entries) => this.#take(entries.getEntries()));
    observer.observe({ type: "resource", buffered: true });
  }

  list = () => this.#list;

  /** @param {() => void} listener */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param {PerformanceEntryList} entries */
  #take(entries) {
    const requests = entries.flatMap((entry) => requestOf(/** @type {PerformanceResourceTiming} */ (entry)));
    if (requests.length === 0) return;
    if (!this.#hasLog) return this.#show([...this.#list, ...requests]);
    if (this.#isGathering) return;
    this.#isGathering = true;
    setTimeout(() => this.#readLog(), GATHERING_MS);
  }

  async #readLog() {
    this.#isGathering = false;
    const response = await fetch("/demo/widgets-log", { cache: "no-store" });
    if (!response.ok) return;
    const { requests } = await response.json();
    this.#show(requests.map(fromLog).filter(isOfThisPage));
  }

  /** @param {WidgetRequest[]} list */
  #show(list) {
    this.#list = list;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * What the browser itself has noted of a request.
 *
 * @param {PerformanceResourceTiming} entry
 * @returns {WidgetRequest[]} none, if it is no widget's
 */
function requestOf({ name, startTime, responseStatus }) {
  const { pathname } = new URL(name);
  const widget = SIX.find(({ path }) => path.test(pathname));
  if (!widget) return [];
  return [{ type: widget.type, atMs: performance.timeOrigin + startTime, isRefused: responseStatus >= 400 }];
}

/**
 * @param {any} entry of the stand-in's log
 * @returns {WidgetRequest}
 */
function fromLog({ widgetType, at, hasToken, jti, refusedWith }) {
  return { type: widgetType, atMs: Date.parse(at), isRefused: refusedWith !== null, hasToken, jti };
}

/** @param {WidgetRequest} request */
function isOfThisPage({ atMs }) {
  return atMs >= performance.timeOrigin;
}
