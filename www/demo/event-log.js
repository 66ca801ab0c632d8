import { formatAbout, formatClock } from "./durations.js";
import { errorWords } from "./error-words.js";

const MOST_ENTRIES = 100;

/** What happened, newest first. Screen readers are told of what changes, not of every renewal. */
export class EventLog {
  #list;
  #summary;
  #labels;
  /** @type {Set<string>} whose last request failed */
  #troubled = new Set();

  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} summary
   * @param {import("./key-label.js").KeyLabels} labels
   */
  constructor(list, summary, labels) {
    this.#list = list;
    this.#summary = summary;
    this.#labels = labels;
  }

  /** @param {import("./live-manager.js").ManagerEvent} event */
  tell(event) {
    const who = this.#labels.label(event.key);
    this.#append(event.name, who, wordsOf(event));
    this.#summarise(event, who);
  }

  /**
   * Something the visitor did.
   *
   * @param {string} words
   */
  note(words) {
    this.#append("page", "You", words);
    this.#summary.textContent = words;
  }

  /**
   * @param {import("./live-manager.js").ManagerEvent} event
   * @param {string} who
   */
  #summarise(event, who) {
    if (event.name === "token") {
      if (!this.#troubled.delete(who)) return;
      this.#summary.textContent = `${who}: recovered, with a new token.`;
    } else if (event.name === "error") {
      this.#troubled.add(who);
      const then = event.retryInMs === undefined ? "Not tried again." : "Trying again.";
      this.#summary.textContent = `${who}: ${errorWords(event.error)}. ${then}`;
    } else if (event.name === "expired") {
      this.#summary.textContent = `${who}: the token ended before there was a new one.`;
    }
  }

  /**
   * @param {string} kind
   * @param {string} who
   * @param {string} words
   */
  #append(kind, who, words) {
    const entry = document.createElement("li");
    const time = document.createElement("time");
    const name = document.createElement("span");
    const text = document.createElement("span");
    const nowMs = Date.now();
    time.dateTime = new Date(nowMs).toISOString();
    time.textContent = formatClock(nowMs);
    name.textContent = who;
    text.textContent = words;
    name.className = "event-who";
    entry.dataset.kind = kind;
    entry.append(time, name, text);
    this.#list.prepend(entry);
    if (this.#list.childElementCount > MOST_ENTRIES) this.#list.lastElementChild?.remove();
  }
}

/** @param {import("./live-manager.js").ManagerEvent} event */
function wordsOf(event) {
  switch (event.name) {
    case "token":
      return `New token. Lives ${formatAbout(event.lifetimeMs)}, the next is due in ${formatAbout(event.refreshInMs)}.`;
    case "retry":
      return `Try ${event.attempt}.`;
    case "error": {
      const { retryInMs } = event;
      const then = retryInMs === undefined ? "Not tried again." : `Next try in ${formatAbout(retryInMs)}.`;
      return `${errorWords(event.error)}. ${then}`;
    }
    case "expired":
      return "The token ended before there was a new one.";
    case "idle":
      return "Nobody uses it any more, so it is not renewed.";
  }
}
