import { formatAbout, formatClock } from "./durations.js";
import { errorWords } from "./error-words.js";

const MOST_ENTRIES = 100;

/** What each kind of entry is headed by. */
const KINDS = {
  token: "New token",
  retry: "Retry",
  error: "Failed",
  expired: "Expired",
  idle: "Stopped",
  page: "You",
};

/** What happened, newest first. Screen readers hear what changes, not every renewal. */
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
    this.#append("page", "", words);
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
      this.#summary.textContent = `${who}: the token expired before a new one arrived.`;
    }
  }

  /**
   * @param {keyof typeof KINDS} kind
   * @param {string} who
   * @param {string} words
   */
  #append(kind, who, words) {
    const entry = document.createElement("li");
    const time = document.createElement("time");
    const nowMs = Date.now();
    time.dateTime = new Date(nowMs).toISOString();
    time.textContent = formatClock(nowMs);
    entry.dataset.kind = kind;
    entry.append(time, textIn("event-kind", KINDS[kind]), textIn("event-who", who), textIn("event-words", words));
    this.#list.prepend(entry);
    if (this.#list.childElementCount > MOST_ENTRIES) this.#list.lastElementChild?.remove();
  }
}

/**
 * @param {string} className
 * @param {string} text
 */
function textIn(className, text) {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

/** @param {import("./live-manager.js").ManagerEvent} event */
function wordsOf(event) {
  switch (event.name) {
    case "token":
      return `Valid for ${formatAbout(event.lifetimeMs)}. Next fetch in ${formatAbout(event.refreshInMs)}.`;
    case "retry":
      return `Attempt ${event.attempt} is on its way.`;
    case "error": {
      const { retryInMs } = event;
      const then = retryInMs === undefined ? "Not tried again." : `Next try in ${formatAbout(retryInMs)}.`;
      return `${errorWords(event.error)}. ${then}`;
    }
    case "expired":
      return "The token expired before a new one arrived.";
    case "idle":
      return "No widget reads or subscribes any more, so it is not renewed.";
  }
}
