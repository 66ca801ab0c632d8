/** What has happened since the inspector was mounted: by the manager's events, and by looking while it is open. */

import { KeyHistory } from "./key-history.js";
import { EVENT_WORDS } from "./words.js";

const MOST_ENTRIES = 200;
const MOST_HISTORIES = 1_000;

/**
 * @typedef {"you" | keyof import("../index.js").TokenEvents} EntryKind
 * @typedef {{ serial: number, kind: EntryKind, atMs: number, key: import("../index.js").TokenKey, words: string }} Entry
 * @typedef {ReturnType<typeof createJournal>} Journal
 */

/**
 * @param {import("../index.js").TokenManager} tokens
 * @param {() => void} onNews
 */
export function createJournal(tokens, onNews) {
  /** @type {Map<string, KeyHistory>} by the key as JSON */
  const histories = new Map();
  /** @type {Entry[]} oldest first */
  const entries = [];
  let serial = 0;

  /** @param {import("../index.js").TokenKey} key */
  function historyOf(key) {
    const id = JSON.stringify(key);
    const history = histories.get(id) ?? new KeyHistory(key);
    // The last touched is last: so a look at every key leaves them in the manager's order.
    histories.delete(id);
    histories.set(id, history);
    // While nobody looks, nothing else says which keys the manager has forgotten.
    const [oldest] = histories.keys();
    if (histories.size > MOST_HISTORIES) histories.delete(oldest);
    return history;
  }

  /** @type {(kind: EntryKind, words: string, key: import("../index.js").TokenKey) => void} */
  function note(kind, words, key) {
    entries.push({ serial: ++serial, kind, atMs: Date.now(), key, words });
    if (entries.length > MOST_ENTRIES) entries.shift();
    onNews();
  }

  const names = /** @type {(keyof typeof EVENT_WORDS)[]} */ (Object.keys(EVENT_WORDS));
  const ends = names.map((name) =>
    tokens.on(name, (/** @type {any} */ event) => {
      const { key, error } = event;
      const history = historyOf(key);
      const nowMs = Date.now();
      if (name === "token") history.take(tokens.source(key).peek(), nowMs);
      if (name === "retry") history.asked(nowMs);
      if (name === "error") history.failed(error, nowMs);
      if (name === "expired" || name === "invalidated") history.ended("dropped", nowMs);
      note(name, EVENT_WORDS[name](event), key);
    }),
  );

  return {
    histories,
    entries,
    note,
    /** Looks at every key. */
    look() {
      const nowMs = Date.now();
      const known = new Set(tokens.inspect().map((state) => historyOf(state.key).look(state, nowMs)));
      for (const [id, history] of histories) if (!known.has(history)) histories.delete(id);
    },
    /** Those whose last request failed. */
    troubled: () => [...histories.values()].filter(({ trouble }) => trouble),
    /** Keeps no snapshot, and so no token, while nobody looks. */
    forgetStates() {
      for (const history of histories.values()) history.state = undefined;
    },
    end() {
      for (const end of ends) end();
    },
  };
}
