// Limits the requests to WorkOS with one API key, and schedules the retries of rejected ones.
// A pure function of the time that is passed in; `redis-script.js` is the same in Lua.

import { Slots } from "./slots.js";
import { Times } from "./times.js";

/**
 * @typedef {object} Limits
 * @property {number} perMinute requests to WorkOS with the API key
 * @property {number} perUserPerMinute requests of one user
 * @property {number} [windowMs] the length of a minute; tests shorten it
 *
 * @typedef {object} Caller
 * @property {string} userId
 * @property {string} request distinguishes one user's requests
 *
 * Whether a request may be sent to WorkOS now (`waitMs` is 0) or must be retried later.
 * @typedef {object} Decision
 * @property {number} waitMs until the caller's own slot
 * @property {"key" | "user"} limit the limit that applied; "key" if none did
 */

const MINUTE_MS = 60_000;

/** Requests overtake each other on their way to WorkOS, so the window is counted this much longer. */
export const TRANSIT_MS = 500;

/** Clients use their slots this much late on average, by jitter and the network. */
export const LATENESS_MS = 1_000;

/** A window's slots are spread this much wider than the window, or the backlog of late clients would never shrink. */
export const SLACK_MS = 100;

/**
 * The share of the next places that are not given out as slots, but left to requests that arrive when one is free, which
 * spares them a rejection. It shrinks with each window ahead: nobody knows whether requests will arrive by then.
 */
export const UNPROMISED = 1 / 4;
export const FEWER_UNPROMISED = 1 / 32;

/** For this long after WorkOS rejected or failed a request, all places are slots, since all clients retry. */
export const UNREST_MS = 300_000;

/** An unused slot is given away after this time. */
export const GRACE_MS = 5_000;

/** The most unused slots, as a share of the limit, that may be given away at once: late clients still need theirs. */
export const MOST_UNCLAIMED = 1 / 20;

/** The longest pause: WorkOS limits by the minute, so a longer one is not honoured. */
export const LONGEST_PAUSE_MS = 300_000;

/** The most slots to keep; beyond that a rejected request gets a time, but no reservation. */
export const MOST_SLOTS = 250_000;

/** At how many points of the window the limiter checks that one more request leaves room for the slots. */
export const LOOKS = 48;

/**
 * Counts requests in a sliding window, so that no minute, wherever it starts, exceeds the limit. A rejected request
 * gets a slot: a free time of its own, one after another at the rate of the limit. Slots have priority: no other request
 * is admitted that would take a slot's place.
 */
export class Pacing {
  #limits;
  #windowMs;
  #spacingMs;
  /** When the last requests were sent to WorkOS; at most as many as the limit. */
  #sent;
  #slots = new Slots();
  #nextSlotMs = 0;
  /** Unused slots that have not been given away yet. */
  #unclaimed = 0;
  #pausedUntilMs = -1e15;
  /** When each user's requests were or will be sent, by most recent request. @type {Map<string, Times>} */
  #users = new Map();

  /** @param {Limits} limits */
  constructor(limits) {
    const { perMinute, windowMs = MINUTE_MS } = limits;
    this.#limits = limits;
    this.#windowMs = windowMs + TRANSIT_MS;
    this.#spacingMs = (this.#windowMs + SLACK_MS) / perMinute;
    this.#sent = new Times(perMinute);
  }

  /**
   * @param {Caller} caller
   * @param {number} nowMs never less than at the last call
   * @returns {Decision}
   */
  take({ userId, request }, nowMs) {
    this.#forget(nowMs);
    const holder = JSON.stringify([userId, request]);
    const slotMs = this.#slots.of(holder);
    if (slotMs !== undefined) return this.#takeSlot(holder, slotMs, nowMs);

    const user = this.#userOf(userId);
    const isUsersTurn = user.freeAtMs(this.#windowMs) <= nowMs;
    if (isUsersTurn && this.#freeAtMs(nowMs) <= nowMs && this.#hasRoom(nowMs)) {
      this.#sent.add(nowMs);
      user.add(nowMs);
      return { waitMs: 0, limit: "key" };
    }
    return this.#defer(holder, user, nowMs);
  }

  /**
   * WorkOS itself answered an admitted request with 429, or failed. The request gets a slot after the pause.
   *
   * @param {Caller} caller
   * @param {number} pauseMs
   * @param {number} nowMs
   * @returns {Decision}
   */
  refused({ userId, request }, pauseMs, nowMs) {
    this.#forget(nowMs);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + Math.min(pauseMs, LONGEST_PAUSE_MS));
    const holder = JSON.stringify([userId, request]);
    const slotMs = this.#slots.of(holder);
    if (slotMs !== undefined && slotMs >= this.#pausedUntilMs) return { waitMs: slotMs - nowMs, limit: "key" };
    return this.#defer(holder, this.#userOf(userId), nowMs);
  }

  /**
   * @param {string} holder
   * @param {Times} user
   * @param {number} nowMs
   * @returns {Decision}
   */
  #defer(holder, user, nowMs) {
    const userFreeAtMs = user.freeAtMs(this.#windowMs);
    if (userFreeAtMs > nowMs) return { waitMs: Math.max(userFreeAtMs, this.#pausedUntilMs) - nowMs, limit: "user" };
    const givenMs = this.#giveSlot(holder, nowMs);
    user.add(givenMs);
    return { waitMs: givenMs - nowMs, limit: "key" };
  }

  /**
   * @param {string} holder
   * @param {number} slotMs
   * @param {number} nowMs
   * @returns {Decision}
   */
  #takeSlot(holder, slotMs, nowMs) {
    if (this.#pausedUntilMs > Math.max(slotMs, nowMs)) {
      return { waitMs: this.#giveSlot(holder, nowMs) - nowMs, limit: "key" };
    }
    if (slotMs > nowMs) return { waitMs: slotMs - nowMs, limit: "key" };
    this.#slots.take(holder);
    const freeAtMs = this.#freeAtMs(nowMs);
    if (freeAtMs > nowMs) {
      // Too many late clients at once; this one keeps its place in the queue.
      this.#slots.give(holder, freeAtMs);
      return { waitMs: freeAtMs - nowMs, limit: "key" };
    }
    this.#sent.add(nowMs);
    return { waitMs: 0, limit: "key" };
  }

  /**
   * @param {string} holder
   * @param {number} nowMs
   * @returns {number} when the slot is
   */
  #giveSlot(holder, nowMs) {
    this.#slots.take(holder);
    // All slot holders are sent before this request, so this is the sent request that must have left the window by then.
    const index = this.#sent.size - this.#limits.perMinute + this.#slots.size;
    const leaving = index >= 0 && index < this.#sent.size ? this.#sent.at(index) + this.#windowMs + SLACK_MS : 0;
    const slotMs = Math.max(nowMs + this.#spacingMs, this.#pausedUntilMs, leaving, this.#nextSlotMs);
    const isCalm = nowMs - this.#pausedUntilMs > UNREST_MS;
    const unpromised = isCalm ? UNPROMISED - (FEWER_UNPROMISED * (slotMs - nowMs)) / this.#windowMs : 0;
    this.#nextSlotMs = slotMs + this.#spacingMs / (1 - Math.max(0, unpromised));
    if (this.#slots.size < MOST_SLOTS) this.#slots.give(holder, slotMs);
    return slotMs;
  }

  /**
   * When a request may be sent without exceeding the limit.
   *
   * @param {number} nowMs
   */
  #freeAtMs(nowMs) {
    return Math.max(this.#pausedUntilMs, this.#sent.freeAtMs(this.#windowMs), nowMs);
  }

  /**
   * Whether one more request leaves room for all slots.
   *
   * @param {number} nowMs
   */
  #hasRoom(nowMs) {
    if (this.#slots.size === 0) return true;
    if (this.#unclaimed > 0) {
      this.#unclaimed -= 1;
      return true;
    }
    for (let look = 0; look <= LOOKS; look += 1) {
      const untilMs = nowMs + (this.#windowMs * look) / LOOKS;
      const back = this.#slots.countUntil(untilMs - LATENESS_MS);
      const inWindow = this.#sent.countAfter(untilMs - this.#windowMs) + back;
      if (inWindow >= this.#limits.perMinute) return false;
    }
    return true;
  }

  /** @param {string} userId */
  #userOf(userId) {
    const user = this.#users.get(userId) ?? new Times(this.#limits.perUserPerMinute);
    this.#users.delete(userId);
    this.#users.set(userId, user);
    return user;
  }

  /** @param {number} nowMs */
  #forget(nowMs) {
    while (this.#slots.takeBefore(nowMs - GRACE_MS)) this.#unclaimed += 1;
    const mostUnclaimed = this.#slots.size === 0 ? 0 : Math.ceil(this.#limits.perMinute * MOST_UNCLAIMED);
    this.#unclaimed = Math.min(this.#unclaimed, mostUnclaimed);
    for (const [userId, times] of this.#users) {
      if (times.size > 0 && times.last + this.#windowMs > nowMs) break;
      this.#users.delete(userId);
    }
  }
}
