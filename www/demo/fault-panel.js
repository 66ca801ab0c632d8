import { startFaults, stopFaults } from "./demo-server.js";
import { formatLeft } from "./durations.js";
import { FAULT_KINDS, isOfKind } from "./fault-kinds.js";

/**
 * @typedef {import("./fault-kinds.js").FaultKind} FaultKind
 * @typedef {{ kind: FaultKind, button: HTMLButtonElement, left: HTMLElement, endsAtMs: number }} Row
 */

/** The buttons that make things go wrong, each with the time it has left. */
export class FaultPanel {
  /** @type {Row[]} */
  #rows;
  #options;
  /** @type {(() => void) | undefined} */
  #leaveTicker;

  /**
   * @param {object} options
   * @param {HTMLElement} options.list
   * @param {HTMLElement} options.watch where it says what there is to see
   * @param {HTMLButtonElement} options.stopButton
   * @param {import("./ticker.js").Ticker} options.ticker
   * @param {(kind: FaultKind) => void} options.onStart called once it is on
   */
  constructor(options) {
    this.#options = options;
    this.#rows = FAULT_KINDS.map((kind) => this.#addRow(kind));
    options.stopButton.addEventListener("click", async () => this.show(await stopFaults()));
  }

  /** @param {import("./demo-server.js").ServerState} state */
  show({ faults }) {
    const nowMs = Date.now();
    for (const row of this.#rows) {
      const active = faults.find((fault) => isOfKind(row.kind, fault));
      row.endsAtMs = active ? nowMs + (active.remainingMs ?? Number.POSITIVE_INFINITY) : 0;
    }
    this.#frame(nowMs);
    if (this.#leaveTicker || !this.#rows.some(({ endsAtMs }) => endsAtMs > nowMs)) return;
    this.#leaveTicker = this.#options.ticker.join((frameMs) => this.#frame(frameMs));
  }

  /** @param {FaultKind} kind */
  #addRow(kind) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const name = document.createElement("span");
    const left = document.createElement("span");
    button.type = "button";
    button.className = "fault";
    name.textContent = kind.name;
    left.className = "fault-left";
    button.append(name, left);
    item.append(button);
    this.#options.list.append(item);
    const row = { kind, button, left, endsAtMs: 0 };
    button.addEventListener("click", () => this.#toggle(row));
    return row;
  }

  /** @param {Row} pressed */
  async #toggle(pressed) {
    const nowMs = Date.now();
    const { kind } = pressed;
    const on = this.#rows.filter(({ endsAtMs }) => endsAtMs > nowMs);
    const isRival = (/** @type {Row} */ row) => kind.rivals !== undefined && row.kind.rivals === kind.rivals;
    const staying = on.filter((row) => row !== pressed && !isRival(row));
    const starts = !on.includes(pressed);

    let state;
    if (staying.length < on.length) {
      // The server can only stop all of them, so those that stay are started again for what they have left.
      state = await stopFaults();
      if (staying.length > 0) state = await startFaults(staying.map((row) => remainderOf(row, nowMs)));
    }
    if (starts) state = await startFaults([kind.fault]);
    if (state) this.show(state);
    if (starts) this.#options.onStart(kind);
  }

  /** @param {number} nowMs */
  #frame(nowMs) {
    /** @type {FaultKind | undefined} */
    let shown;
    for (const { kind, button, left, endsAtMs } of this.#rows) {
      const isOn = endsAtMs > nowMs;
      if (isOn) shown = kind;
      const text = isOn ? `${formatLeft(endsAtMs - nowMs)} left` : kind.detail;
      if (left.textContent !== text) left.textContent = text;
      button.setAttribute("aria-pressed", String(isOn));
    }
    const { watch, stopButton } = this.#options;
    const words = shown ? `Watch: ${shown.watch}` : "";
    if (watch.textContent !== words) watch.textContent = words;
    stopButton.disabled = !shown;
    if (!shown) {
      this.#leaveTicker?.();
      this.#leaveTicker = undefined;
    }
  }
}

/**
 * @param {Row} row
 * @param {number} nowMs
 */
function remainderOf({ kind, endsAtMs }, nowMs) {
  return { ...kind.fault, forMs: Math.max(1, Math.round(endsAtMs - nowMs)) };
}
