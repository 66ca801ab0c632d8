// How many requests may reach WorkOS with one API key, and when whoever is refused may come back.
// A pure function of the time that is passed in; `redis-script.js` says the same in Lua.

import { Slots } from "./slots.js";
import { Times } from "./times.js";

/**
 * @typedef {object} Limits
 * @property {number} perMinute requests to WorkOS with the API key
 * @property {number} perUserPerMinute of them, those of one user
 * @property {number} [windowMs] the minute; tests make it shorter
 *
 * @typedef {object} Caller
 * @property {string} userId
 * @property {string} request tells apart what one user asks for
 *
 * What becomes of a request: it may go to WorkOS now (`waitMs` is 0), or its caller is to come back.
 * @typedef {object} Decision
 * @property {number} waitMs until the caller's own slot
 * @property {"key" | "user"} limit whose limit made it wait; "key" where nothing did
 */

const MINUTE_MS = 60_000;

/** Requests overtake each other on their way to WorkOS: by so much a window is counted longer than it is. */
export const TRANSIT_MS = 500;

/** A slot's holder comes a little late, by jitter and the network. So a window's worth of slots takes this much longer. */
export const LATENESS_MS = 1_000;

/** A slot that nobody came for is given away after this time. */
export const GRACE_MS = 5_000;

/** How much of the limit may be given away at once of what nobody came for: those who come late still need theirs. */
export const MOST_UNCLAIMED = 1 / 20;

/** WorkOS counts by the minute: whatever it says, it is asked again after this time. */
export const LONGEST_PAUSE_MS = 300_000;

/** How many slots are remembered; whoever is refused beyond that is told a time, and holds nothing. */
export const MOST_SLOTS = 250_000;

/** In so many places of the window it is looked whether one more request leaves room for the slots. */
export const LOOKS = 12;

/**
 * Counts requests in a sliding window, so that no minute, wherever it begins, has more than the limit. Who is
 * refused gets a slot: the next free moment at the rate of the limit, one after another. Who comes back then goes
 * first: nobody is let in before who would take a slot's place.
 */
export class Pacing {
  #limits;
  #windowMs;
  #spacingMs;
  /** When the last requests were sent to WorkOS: no more than the limit. */
  #sent;
  #slots = new Slots();
  #nextSlotMs = 0;
  /** Slots that nobody came for and nobody has been given since. */
  #unclaimed = 0;
  #pausedUntilMs = 0;
  /** When each user's requests were sent, or are to be; whoever asked last is last. @type {Map<string, Times>} */
  #users = new Map();

  /** @param {Limits} limits */
  constructor(limits) {
    const { perMinute, windowMs = MINUTE_MS } = limits;
    this.#limits = limits;
    this.#windowMs = windowMs + TRANSIT_MS;
    this.#spacingMs = (this.#windowMs + LATENESS_MS) / perMinute;
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
    const userWaitMs = user.freeAtMs(this.#windowMs) - nowMs;
    if (userWaitMs > 0) return { waitMs: userWaitMs, limit: "user" };

    if (this.#freeAtMs(nowMs) <= nowMs && this.#hasRoom(nowMs)) {
      this.#sent.add(nowMs);
      user.add(nowMs);
      return { waitMs: 0, limit: "key" };
    }
    const givenMs = this.#giveSlot(holder, nowMs);
    user.add(givenMs);
    return { waitMs: givenMs - nowMs, limit: "key" };
  }

  /**
   * WorkOS itself has said 429 to a request that was let through. Its caller gets a slot after the pause.
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
    const slotMs = this.#slots.of(holder) ?? 0;
    const givenMs = slotMs >= this.#pausedUntilMs ? slotMs : this.#giveSlot(holder, nowMs);
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
      // Too many came late at once. It keeps its place in the line.
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
    // Whoever holds a slot is sent before it, so it is this request that has to have left the window by then.
    const index = this.#sent.size - this.#limits.perMinute + this.#slots.size;
    const leaving = index >= 0 && index < this.#sent.size ? this.#sent.at(index) + this.#windowMs + LATENESS_MS : 0;
    const slotMs = Math.max(nowMs + this.#spacingMs, this.#pausedUntilMs, leaving, this.#nextSlotMs);
    this.#nextSlotMs = slotMs + this.#spacingMs;
    if (this.#slots.size < MOST_SLOTS) this.#slots.give(holder, slotMs);
    return slotMs;
  }

  /**
   * When WorkOS may be asked without exceeding the limit.
   *
   * @param {number} nowMs
   */
  #freeAtMs(nowMs) {
    return Math.max(this.#pausedUntilMs, this.#sent.freeAtMs(this.#windowMs), nowMs);
  }

  /**
   * Whether one more request takes nothing from those who hold slots.
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
      const inWindow = this.#sent.countAfter(untilMs - this.#windowMs) + this.#slots.countUntil(untilMs);
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
