import { TokenIds } from "./token-ids.js";
import { verdictOf } from "./verdict.js";

/**
 * @typedef {import("./widget-requests.js").WidgetRequest & { verdict: import("./verdict.js").Verdict }} JudgedRequest
 */

/** A key that is looked at: its tokens, and the requests of the widgets that share them. */
export class WatchedKey {
  /**
   * @param {import("../../src/npm/index.js").TokenManager} tokens
   * @param {import("../../src/npm/index.js").TokenKey} key
   * @param {{ widgets: import("./six.js").Widget[] }} shared
   */
  constructor(tokens, key, { widgets }) {
    this.source = tokens.source(key);
    this.widgets = widgets;
    this.ids = new TokenIds();
  }

  /**
   * @param {() => void} watcher
   * @returns {() => void} ends it
   */
  watch(watcher) {
    const forget = this.ids.watch(this.source);
    const leave = this.source.subscribe(watcher);
    return () => {
      leave();
      forget();
    };
  }

  /**
   * The requests of this key's widgets since its first token came.
   *
   * @param {readonly import("./widget-requests.js").WidgetRequest[]} requests
   * @returns {JudgedRequest[]}
   */
  judge(requests) {
    const [first] = this.ids.known;
    if (!first) return [];
    const types = this.widgets.map(({ type }) => type);
    return requests
      .filter(({ type, atMs }) => types.includes(type) && atMs >= first.fromMs)
      .map((request) => ({ ...request, verdict: verdictOf(request, this.ids.known) }));
  }
}
