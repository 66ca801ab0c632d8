import { formatElapsed, formatLeft } from "./durations.js";
import { errorWords } from "./error-words.js";
import { shortToken } from "./key-label.js";
import { DISPOSED, statusOf } from "./status-words.js";
import { Timeline } from "./timeline.js";

// A wait shorter than this was none: the token was at hand.
const AT_ONCE_MS = 5;

/**
 * A stand-in for a widget: asks for its token when it is mounted, and shows what it is given.
 */
export class WidgetCard {
  #parts;
  #timeline;
  /** @type {import("./key-story.js").KeyStory | undefined} */
  #story;
  /** @type {(() => void) | undefined} */
  #unwatch;
  #isOnScreen = true;
  #answer = "";
  #answeredAt = 0;

  /**
   * @param {object} options
   * @param {import("../../src/npm/index.js").TokenKey} options.key
   * @param {number} options.number
   * @param {import("./key-label.js").KeyLabels} options.labels
   * @param {() => void} options.onRead
   * @param {(card: WidgetCard) => void} options.onRemove
   */
  constructor({ key, number, labels, onRead, onRemove }) {
    this.key = key;
    this.element = newCard();
    this.#parts = partsOf(this.element);
    this.#timeline = new Timeline(this.#parts.timeline, this.#parts.axis);
    this.#parts.title.textContent = labels.organization(key);
    this.#parts.scopes.textContent = labels.scopes(key);
    this.#nameButtons(`widget ${number}, ${labels.label(key)}`);
    this.#parts.read.addEventListener("click", () => {
      onRead();
      this.#read();
    });
    this.#parts.reject.addEventListener("click", () => this.#reject());
    this.#parts.remove.addEventListener("click", () => onRemove(this));
    new IntersectionObserver((entries) => this.#cross(entries), { rootMargin: "50%" }).observe(this.element);
  }

  /** @param {import("./key-story.js").KeyStory} story */
  mount(story) {
    this.#story = story;
    this.#answer = "";
    this.#unwatch = story.watch(() => this.#show(story));
    // As the real widgets do; their tokens' fate is told by the story.
    story.source.getToken().catch(() => {});
  }

  /** The manager is gone; what is shown stays as it was. */
  freeze() {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#story = undefined;
    const parts = this.#parts;
    this.#showStatus(DISPOSED);
    parts.token.textContent = parts.ends.textContent = parts.next.textContent = "–";
    parts.shared.textContent = parts.note.textContent = "";
    for (const button of [parts.read, parts.reject]) button.disabled = true;
  }

  remove() {
    this.#unwatch?.();
    this.element.remove();
  }

  /** @param {number} nowMs */
  frame(nowMs) {
    if (!this.#story) return;
    const { current, snapshot } = this.#story;
    const nextAtMs = snapshot?.retryAt ?? current?.refreshAtMs;
    const isAsking = snapshot?.status === "refreshing" || snapshot?.status === "loading";
    const isRefused = snapshot?.status === "failed";
    const isDue = nextAtMs !== undefined && !isAsking && !isRefused;
    setText(this.#parts.ends, current ? formatLeft(current.expiresAtMs - nowMs) : "–");
    setText(this.#parts.nextName, isDue ? (snapshot?.retryAt ? "Next try in" : "Next fetch in") : "Next fetch");
    setText(this.#parts.next, isDue ? formatLeft(nextAtMs - nowMs) : isAsking ? "under way" : "–");
    if (this.#isOnScreen) this.#timeline.move(nowMs);
  }

  /** @param {import("./key-story.js").KeyStory} story */
  #show(story) {
    const { snapshot, watcherCount } = story;
    const others = watcherCount - 1;
    const isRefused = snapshot?.status === "failed";
    // What was said of one token is kept for the next, but no longer.
    if (newestNumber(story) > this.#answeredAt + 1) this.#answer = "";
    this.#showStatus(statusOf(snapshot));
    setText(this.#parts.token, snapshot?.token ? shortToken(snapshot.token) : "–");
    setText(this.#parts.shared, others > 0 ? `shared with ${others} other${others > 1 ? "s" : ""}` : "");
    setText(this.#parts.read, isRefused ? "Ask again" : "Read token");
    this.#parts.read.disabled = false;
    this.#parts.reject.disabled = snapshot?.token === undefined;
    this.#timeline.draw(story);
    this.frame(Date.now());
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #cross(entries) {
    this.#isOnScreen = entries.at(-1)?.isIntersecting ?? true;
    this.frame(Date.now());
  }

  /** @param {import("./status-words.js").Status} status */
  #showStatus({ icon, words, trouble }) {
    this.element.dataset.status = icon;
    this.#parts.icon.setAttribute("href", `#icon-${icon}`);
    setText(this.#parts.status, words);
    this.element.toggleAttribute("data-troubled", trouble !== undefined);
    setText(this.#parts.note, trouble ?? this.#answer);
  }

  async #read() {
    const story = this.#story;
    if (!story) return;
    // A refusal is not tried again by itself, so this button is how to try.
    const options = story.snapshot?.status === "failed" ? { forceRefresh: true } : undefined;
    const startedMs = performance.now();
    this.#tell("Asked, and waits…");
    try {
      await story.source.getToken(options);
      const elapsedMs = performance.now() - startedMs;
      const how = elapsedMs < AT_ONCE_MS ? "Answered from the cache" : "A new token came";
      this.#tell(`${how}: ${formatElapsed(elapsedMs)}.`);
    } catch (error) {
      this.#tell(`${errorWords(error)}.`);
    }
  }

  #reject() {
    const token = this.#story?.snapshot?.token;
    if (token === undefined) return;
    this.#tell("Told that a server answered 401 to this token.");
    this.#story?.source.invalidate(token);
  }

  /** @param {string} answer */
  #tell(answer) {
    this.#answer = answer;
    this.#answeredAt = newestNumber(this.#story);
    const trouble = this.#story && statusOf(this.#story.snapshot).trouble;
    if (!trouble) setText(this.#parts.note, answer);
  }

  /** @param {string} whose */
  #nameButtons(whose) {
    const { read, reject, remove } = this.#parts;
    for (const button of [read, reject, remove]) button.setAttribute("aria-description", whose);
    this.element.setAttribute("aria-label", whose);
  }
}

/** @param {import("./key-story.js").KeyStory | undefined} story */
function newestNumber(story) {
  return story?.lives.at(-1)?.number ?? 0;
}

function newCard() {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("card-template"));
  const card = /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild;
  return /** @type {HTMLElement} */ (card);
}

/** @param {HTMLElement} card */
function partsOf(card) {
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (card.querySelector(selector));
  const button = (/** @type {string} */ act) => /** @type {HTMLButtonElement} */ (find(`[data-act="${act}"]`));
  return {
    title: find(".card-title"),
    scopes: find(".card-scopes"),
    icon: find(".card-status use"),
    status: find(".card-status span"),
    shared: find(".card-shared"),
    token: find(".card-token"),
    ends: find(".card-ends"),
    nextName: find(".card-next-name"),
    next: find(".card-next"),
    timeline: find(".timeline"),
    axis: find(".timeline-axis"),
    note: find(".card-note span"),
    read: button("read"),
    reject: button("reject"),
    remove: button("remove"),
  };
}

/**
 * Touches the page only where something is new.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
