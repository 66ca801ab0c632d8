import { formatElapsed } from "./durations.js";
import { errorWords } from "./error-words.js";
import { DISPOSED, statusOf } from "./status-words.js";

// A wait shorter than this was none: the token was at hand.
const AT_ONCE_MS = 5;

/** @typedef {import("../../src/npm/index.js").TokenSource} TokenSource */

/**
 * A stand-in for a widget: asks for its token when it is mounted, and shows whether it has one.
 */
export class WidgetCard {
  #parts;
  /** @type {TokenSource | undefined} */
  #source;
  /** @type {(() => void) | undefined} */
  #unsubscribe;
  /** How many other widgets use the same token. */
  #others = 0;

  /**
   * @param {object} options
   * @param {import("../../src/npm/index.js").TokenKey} options.key
   * @param {number} options.number
   * @param {string} options.organization its name
   * @param {() => void} options.onRead
   * @param {(card: WidgetCard) => void} options.onRemove
   */
  constructor({ key, number, organization, onRead, onRemove }) {
    const scopes = [key.widgetScope].flat().join(", ");
    this.key = key;
    this.element = newCard();
    this.#parts = partsOf(this.element);
    this.#parts.title.replaceChildren(organization, " ", code(scopes));
    this.#nameButtons(`widget ${number}, ${organization}, ${scopes}`);
    this.#parts.read.addEventListener("click", () => {
      onRead();
      this.#read();
    });
    this.#parts.reject.addEventListener("click", () => this.#reject());
    this.#parts.remove.addEventListener("click", () => onRemove(this));
  }

  /** Where its token comes from, while there is a manager: cards of one key have the same. */
  get source() {
    return this.#source;
  }

  /** @param {TokenSource} source */
  mount(source) {
    this.#source = source;
    this.#unsubscribe = source.subscribe(() => this.#show());
    // As the real widgets do; what becomes of it, the snapshots tell.
    source.getToken().catch(() => {});
  }

  /** The manager is gone. */
  freeze() {
    this.#end();
    this.#showStatus(DISPOSED);
    this.share(0);
    this.#tell("");
    this.#parts.read.textContent = "Read token";
    for (const button of [this.#parts.read, this.#parts.reject]) button.disabled = true;
  }

  remove() {
    this.#end();
    this.element.remove();
  }

  /** @param {number} others how many widgets use the same token */
  share(others) {
    this.#others = others;
    this.#showSharing();
  }

  #showSharing() {
    const others = this.#others > 0 && `shared with ${this.#others} other${this.#others > 1 ? "s" : ""}`;
    const tab = this.#source?.peek()?.shared && "from another tab";
    this.#parts.shared.textContent = [others, tab].filter(Boolean).join(", ");
  }

  #end() {
    this.#unsubscribe?.();
    this.#unsubscribe = this.#source = undefined;
  }

  #show() {
    const snapshot = this.#source?.peek();
    this.#showStatus(statusOf(snapshot));
    this.#showSharing();
    this.#parts.read.textContent = snapshot?.status === "failed" ? "Ask again" : "Read token";
    this.#parts.read.disabled = false;
    this.#parts.reject.disabled = snapshot?.token === undefined;
  }

  /** @param {import("./status-words.js").Status} status */
  #showStatus({ icon, words }) {
    this.element.dataset.status = icon;
    this.#parts.icon.setAttribute("href", `#icon-${icon}`);
    this.#parts.status.textContent = words;
  }

  async #read() {
    const source = this.#source;
    if (!source) return;
    // A refusal is not tried again by itself, so this button is how to try.
    const options = source.peek()?.status === "failed" ? { forceRefresh: true } : undefined;
    const startedMs = performance.now();
    this.#tell("Asked, and waits…");
    try {
      await source.getToken(options);
      const elapsedMs = performance.now() - startedMs;
      const how = elapsedMs < AT_ONCE_MS ? "Answered from the cache" : "A new token came";
      this.#tell(`${how}: ${formatElapsed(elapsedMs)}.`);
    } catch (error) {
      this.#tell(`${errorWords(error)}.`);
    }
  }

  #reject() {
    const token = this.#source?.peek()?.token;
    if (token === undefined) return;
    this.#tell("Told that a server answered 401 to this token.");
    this.#source?.invalidate(token);
  }

  /** @param {string} answer */
  #tell(answer) {
    this.#parts.note.textContent = answer;
  }

  /** @param {string} whose */
  #nameButtons(whose) {
    const { read, reject, remove } = this.#parts;
    for (const button of [read, reject, remove]) button.setAttribute("aria-description", whose);
    this.element.setAttribute("aria-label", whose);
  }
}

/** @param {string} text */
function code(text) {
  const element = document.createElement("code");
  element.textContent = text;
  return element;
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
    shared: find(".card-shared"),
    icon: find(".card-status use"),
    status: find(".card-status span"),
    note: find(".card-note"),
    read: button("read"),
    reject: button("reject"),
    remove: button("remove"),
  };
}
