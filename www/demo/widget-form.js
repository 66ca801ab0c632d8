import { showChips } from "./choice.js";
import { FULL_SCOPES, SHORT_SCOPES } from "./token-routes.js";

/** The form that adds a widget. */
export class WidgetForm {
  #form;
  #organizations;
  #hint;
  #more;
  #short;
  #full;
  #takesSeveral = true;

  /**
   * @param {HTMLFormElement} form
   * @param {(key: import("../../src/npm/index.js").TokenKey) => void} onAdd
   */
  constructor(form, onAdd) {
    const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (form.querySelector(selector));
    this.#form = form;
    this.#organizations = /** @type {HTMLSelectElement} */ (form.elements.namedItem("organization"));
    this.#hint = find("#widget-form-hint");
    this.#more = find("#full-scopes-more");
    this.#short = showChips(
      find("#short-scopes"),
      SHORT_SCOPES.map((value) => ({ value, name: value })),
    );
    this.#full = showChips(
      find("#full-scopes"),
      // All begin and end alike, which the summary says once for all.
      FULL_SCOPES.map((value) => ({ value, name: value.split(":")[1] })),
    );
    this.#short[0].checked = true;
    for (const box of this.#boxes) box.addEventListener("change", () => this.#narrow(box));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const key = this.#read();
      if (key) onAdd(key);
    });
  }

  /** Where the focus may go when there is nothing else. */
  get button() {
    return /** @type {HTMLButtonElement} */ (this.#form.querySelector("button[type=submit]"));
  }

  /** @param {import("./demo-server.js").Organization[]} organizations */
  offer(organizations) {
    const chosen = this.#organizations.value;
    const options = organizations.map(({ id, name }) => new Option(name, id, false, id === chosen));
    this.#organizations.replaceChildren(...options);
    this.button.disabled = organizations.length === 0;
    this.#say(organizations.length === 0 ? "Nobody is signed in, so there is no organization to choose." : "");
  }

  /**
   * Leaves the scopes that the route knows.
   *
   * @param {import("./token-routes.js").TokenRoute} route
   */
  fit({ takesSeveral, takesFullNames }) {
    this.#takesSeveral = takesSeveral;
    this.#more.hidden = !takesFullNames;
    if (!takesFullNames) for (const box of this.#full) box.checked = false;
    const [first = this.#short[0]] = this.#boxes.filter(({ checked }) => checked);
    first.checked = true;
    this.#narrow(first);
  }

  get #boxes() {
    return [...this.#short, ...this.#full];
  }

  /** @param {HTMLInputElement} changed stays, where only one may */
  #narrow(changed) {
    this.#say("");
    if (this.#takesSeveral || !changed.checked) return;
    for (const box of this.#boxes) box.checked = box === changed;
    this.#say("This route takes one scope at a time.");
  }

  /** @returns {import("../../src/npm/index.js").TokenKey | undefined} */
  #read() {
    const scopes = this.#boxes.filter(({ checked }) => checked).map(({ value }) => value);
    const widgetScope = /** @type {import("../../src/npm/index.js").WidgetScope[]} */ (scopes);
    this.#say(widgetScope.length === 0 ? "Choose at least one scope." : "");
    if (widgetScope.length === 0) return undefined;
    return { organizationId: this.#organizations.value, widgetScope };
  }

  /** @param {string} hint */
  #say(hint) {
    this.#hint.textContent = hint;
  }
}
