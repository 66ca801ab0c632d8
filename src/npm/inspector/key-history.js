/** What has become of one key's tokens, as far as it was seen. Of a token it keeps nothing but a short mark. */

import { findingsAbout } from "../diagnostics/findings.js";
import { formatClock } from "./words.js";

const REMEMBERED_LIVES = 12;
const REMEMBERED_TRIES = 24;
// A request that failed this soon is shown as one mark and not as two on top of each other.
const ONE_MARK_MS = 500;
// A token that ended this close to its time has expired, and was not taken away.
const EXPIRY_SLACK_MS = 250;
// The same moment by two readings of the clocks.
const SAME_MOMENT_MS = 100;
const MARK_LENGTH = 4;

/**
 * One token, from the request that brought it to its end. All times are in milliseconds since 1970.
 *
 * @typedef {object} Life
 * @property {number} number counts a key's tokens from one
 * @property {number} mintedAtMs
 * @property {number} refreshAtMs
 * @property {number} expiresAtMs
 * @property {number} [endedAtMs] when it was no longer handed out
 * @property {"replaced" | "expired" | "dropped"} [ending]
 *
 * @typedef {{ kind: "asked" | "failed", atMs: number }} Try
 */

export class KeyHistory {
  /** @type {Life[]} oldest first */
  lives = [];
  /** @type {Try[]} oldest first */
  tries = [];
  /** @type {import("../diagnostics.js").TokenFinding[]} */
  findings = [];
  /** @type {import("../index.js").TokenKeyState | undefined} as it was last looked at */
  state;
  /** @type {import("../index.js").TokenError | undefined} why the last request failed, until one succeeds */
  trouble;
  /** Changes whenever there is something new to draw. */
  revision = 0;
  #count = 0;
  /** @type {string | undefined} tells tokens apart, and opens nothing */
  #mark;

  /** @param {import("../index.js").TokenKey} key */
  constructor(key) {
    this.key = key;
  }

  /** @returns {Life | undefined} the token at hand */
  get current() {
    const last = this.lives.at(-1);
    return last?.ending ? undefined : last;
  }

  /** When the next request is due, if it is known and none is under way. */
  get dueAtMs() {
    const { snapshot } = this.state ?? {};
    return snapshot?.retryAt ?? (snapshot?.status === "ready" ? snapshot.refreshAt : undefined);
  }

  /**
   * @param {import("../index.js").TokenKeyState} state
   * @param {number} nowMs
   */
  look(state, nowMs) {
    this.state = state;
    const { error, status = "" } = state.snapshot ?? {};
    // While it is tried again, what went wrong is still what there is to know.
    if (error || !["loading", "refreshing"].includes(status)) this.trouble = error;
    if (state.requestMs !== undefined) this.asked(nowMs - state.requestMs);
    this.take(state.snapshot, nowMs);
    return this;
  }

  /**
   * @param {import("../index.js").TokenSnapshot | undefined} snapshot
   * @param {number} nowMs
   */
  take(snapshot, nowMs) {
    const { token, fetchedAt = nowMs, refreshAt = nowMs, expiresAt = nowMs } = snapshot ?? {};
    const mark = token?.slice(-MARK_LENGTH);
    if (mark === this.#mark) return;
    this.revision++;
    this.ended(mark === undefined ? "dropped" : "replaced", nowMs);
    this.#mark = mark;
    this.findings = findingsAbout(this.key, snapshot);
    if (mark === undefined) return;
    this.trouble = undefined;
    this.asked(fetchedAt);
    this.#count++;
    this.lives.push({ number: this.#count, mintedAtMs: fetchedAt, refreshAtMs: refreshAt, expiresAtMs: expiresAt });
    if (this.lives.length > REMEMBERED_LIVES) this.lives.shift();
  }

  /** @param {number} atMs */
  asked(atMs) {
    // It may have been seen before, by another reading of the clocks; or what failed soon after took its mark.
    const isKnown = this.tries.some(
      ({ kind, atMs: knownMs }) =>
        Math.abs(knownMs - atMs) < SAME_MOMENT_MS || (kind === "failed" && isSoonAfter(knownMs, atMs)),
    );
    if (!isKnown) this.#note({ kind: "asked", atMs });
  }

  /**
   * @param {import("../index.js").TokenError} error
   * @param {number} atMs
   */
  failed(error, atMs) {
    this.trouble = error;
    const last = this.tries.at(-1);
    if (last?.kind === "asked" && isSoonAfter(atMs, last.atMs)) this.tries.pop();
    this.#note({ kind: "failed", atMs });
  }

  /**
   * @param {"replaced" | "expired" | "dropped"} ending
   * @param {number} nowMs
   */
  ended(ending, nowMs) {
    this.#mark = undefined;
    const { current } = this;
    if (!current) return;
    this.revision++;
    current.endedAtMs = nowMs;
    current.ending = nowMs >= current.expiresAtMs - EXPIRY_SLACK_MS ? "expired" : ending;
  }

  /** The picture in words. */
  describe() {
    const { current } = this;
    const now = current
      ? `Token fetched at ${formatClock(current.mintedAtMs)}, due for refresh at ` +
        `${formatClock(current.refreshAtMs)}, expires at ${formatClock(current.expiresAtMs)}.`
      : "No token.";
    const earlier = this.lives.filter(({ ending }) => ending);
    const replaced = earlier.filter(({ ending }) => ending === "replaced");
    const failed = this.tries.filter(({ kind }) => kind === "failed");
    return `${now} Of ${earlier.length} earlier ones, ${replaced.length} were replaced in time. Failed requests: ${failed.length}.`;
  }

  /** @param {Try} what */
  #note(what) {
    this.revision++;
    this.tries.push(what);
    if (this.tries.length > REMEMBERED_TRIES) this.tries.shift();
  }
}

/**
 * @param {number} atMs
 * @param {number} sinceMs
 */
const isSoonAfter = (atMs, sinceMs) => atMs - sinceMs >= 0 && atMs - sinceMs < ONE_MARK_MS;
