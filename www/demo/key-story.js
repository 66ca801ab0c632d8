import { formatClock } from "./durations.js";

const REMEMBERED_LIVES = 12;
const REMEMBERED_TRIES = 24;
// A request that failed this soon is shown as one mark and not as two on top of each other.
const ONE_MARK_MS = 500;
// A token that ended this close to its time has expired, and was not taken away.
const EXPIRY_SLACK_MS = 250;

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

/**
 * What has become of one key's tokens. It watches the key's source for as long as it is watched
 * itself, so cards of the same key share one story, as they share one token.
 */
export class KeyStory {
  /** @type {Life[]} oldest first */
  lives = [];
  /** @type {Try[]} oldest first */
  tries = [];
  /** @type {import("../../src/npm/index.js").TokenSnapshot | undefined} */
  snapshot;
  /** @type {Set<() => void>} */
  #watchers = new Set();
  #count = 0;
  /** @type {(() => void) | undefined} */
  #unsubscribe;

  /** @param {import("../../src/npm/index.js").TokenSource} source */
  constructor(source) {
    this.source = source;
  }

  get watcherCount() {
    return this.#watchers.size;
  }

  /** @returns {Life | undefined} the token at hand */
  get current() {
    const last = this.lives.at(-1);
    return last?.ending ? undefined : last;
  }

  /**
   * @param {() => void} watcher called whenever there is something new to tell
   * @returns {() => void} stops watching
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    if (this.#unsubscribe) this.#tell();
    else this.#unsubscribe = this.source.subscribe((snapshot) => this.#take(snapshot, Date.now()));
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return this.#tell();
      this.#unsubscribe?.();
      this.#unsubscribe = undefined;
    };
  }

  /** The manager is gone, and with it every token. */
  close() {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#take(undefined, Date.now());
  }

  /** The picture in words. */
  describe() {
    const { current } = this;
    const now = current
      ? `The token was made at ${formatClock(current.mintedAtMs)}, is fetched anew at ` +
        `${formatClock(current.refreshAtMs)} and ends at ${formatClock(current.expiresAtMs)}.`
      : "There is no token now.";
    const earlier = this.lives.filter(({ ending }) => ending);
    const replaced = earlier.filter(({ ending }) => ending === "replaced").length;
    const before = earlier.length
      ? ` Of the ${earlier.length} before, ${replaced} were replaced before they ended.`
      : "";
    const failed = this.tries.filter(({ kind }) => kind === "failed").length;
    return now + before + (failed ? ` Failed requests: ${failed}.` : "");
  }

  /**
   * @param {import("../../src/npm/index.js").TokenSnapshot | undefined} next
   * @param {number} nowMs
   */
  #take(next, nowMs) {
    const last = this.snapshot;
    this.snapshot = next;
    if (isAsking(next) && !isAsking(last)) this.#note("asked", nowMs);
    if (next?.error && next.error !== last?.error) this.#note("failed", nowMs);
    if (next?.token !== last?.token) {
      this.#end(next?.token !== undefined, nowMs);
      this.#begin(next, nowMs);
    }
    this.#tell();
  }

  /**
   * @param {Try["kind"]} kind
   * @param {number} atMs
   */
  #note(kind, atMs) {
    const last = this.tries.at(-1);
    if (kind === "failed" && last?.kind === "asked" && atMs - last.atMs < ONE_MARK_MS) this.tries.pop();
    this.tries.push({ kind, atMs });
    if (this.tries.length > REMEMBERED_TRIES) this.tries.shift();
  }

  /**
   * @param {import("../../src/npm/index.js").TokenSnapshot | undefined} snapshot
   * @param {number} nowMs
   */
  #begin(snapshot, nowMs) {
    if (snapshot?.token === undefined) return;
    const { fetchedAt = nowMs, refreshAt = nowMs, expiresAt = nowMs } = snapshot;
    this.#count += 1;
    this.lives.push({ number: this.#count, mintedAtMs: fetchedAt, refreshAtMs: refreshAt, expiresAtMs: expiresAt });
    if (this.lives.length > REMEMBERED_LIVES) this.lives.shift();
  }

  /**
   * @param {boolean} isReplaced
   * @param {number} nowMs
   */
  #end(isReplaced, nowMs) {
    const { current } = this;
    if (!current) return;
    const isOver = nowMs >= current.expiresAtMs - EXPIRY_SLACK_MS;
    current.endedAtMs = nowMs;
    current.ending = isOver ? "expired" : isReplaced ? "replaced" : "dropped";
  }

  #tell() {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** @param {import("../../src/npm/index.js").TokenSnapshot | undefined} snapshot */
function isAsking(snapshot) {
  return snapshot?.status === "loading" || snapshot?.status === "refreshing";
}
