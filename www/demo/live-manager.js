/// <reference path="./dist.d.ts" />

import { createTokenManager } from "/dist/index.js";
import { KeyStory } from "./key-story.js";

const EVENT_NAMES = /** @type {const} */ (["token", "retry", "error", "expired", "idle"]);

/**
 * @typedef {import("../../src/npm/index.js").TokenEvents} TokenEvents
 * @typedef {import("../../src/npm/index.js").TokenKey} TokenKey
 * @typedef {{ [Name in keyof TokenEvents]: { name: Name } & TokenEvents[Name] }[keyof TokenEvents]} ManagerEvent
 */

/** A token manager, and the stories of its keys that somebody watches. */
export class LiveManager {
  /** @type {Map<import("../../src/npm/index.js").TokenSource, KeyStory>} */
  #stories = new Map();

  /**
   * @param {import("../../src/npm/index.js").TokenManagerOptions} options
   * @param {(event: ManagerEvent) => void} onEvent
   */
  constructor(options, onEvent) {
    this.tokens = createTokenManager(options);
    for (const name of EVENT_NAMES) {
      this.tokens.on(name, (event) => onEvent(/** @type {ManagerEvent} */ ({ name, ...event })));
    }
  }

  /** The stories that are watched now. */
  get stories() {
    return [...this.#stories.values()].filter(({ watcherCount }) => watcherCount > 0);
  }

  /**
   * @param {TokenKey} key
   * @returns {KeyStory}
   */
  storyOf(key) {
    const source = this.tokens.source(key);
    const known = this.#stories.get(source);
    if (known && known.watcherCount > 0) return known;
    // A story that nobody watched has gaps: begin anew.
    const story = new KeyStory(source);
    this.#stories.set(source, story);
    return story;
  }

  /** Lets every watched key fetch a new token, whatever it holds. What comes of it, the stories tell. */
  fetchAnew() {
    for (const { source } of this.stories) source.getToken({ forceRefresh: true }).catch(() => {});
  }

  dispose() {
    this.tokens.dispose();
    for (const story of this.stories) story.close();
  }
}
