/** The page's wake-ups: shown, hidden, focused, online, back from the cache or from sleep. */

/** The numbers that `wake` in `src/exports/engine.rs` knows. */
const SHOWN = 1;
const HIDDEN = 2;
const ONLINE = 3;
const OTHER = 4;

/**
 * Wakes the manager now, and whenever the page does; a manager that nobody has any more is let go.
 * Where there is no page it listens to what there is.
 *
 * @param {WeakRef<import("./types.js").Parts>} parts
 * @returns {() => void} ends it
 */
export function watchPage(parts) {
  const { document } = globalThis;
  const wake = (/** @type {number} */ kind) => {
    const { engine } = parts.deref() ?? {};
    if (engine) engine.wake(kind);
    else leave();
  };
  const visibility = () => wake(document?.hidden ? HIDDEN : SHOWN);
  const online = () => wake(ONLINE);
  const other = () => wake(OTHER);
  /** @type {[EventTarget | undefined, Record<string, () => void>][]} */
  const listeners = [
    [document, { visibilitychange: visibility, resume: other }],
    [globalThis, { online, focus: other, pageshow: other }],
  ];
  const each = (/** @type {"addEventListener" | "removeEventListener"} */ method) => {
    for (const [target, events] of listeners) {
      // Node has no listeners on its global object.
      for (const name in events) target?.[method]?.(name, events[name]);
    }
  };
  const leave = () => each("removeEventListener");
  visibility();
  each("addEventListener");
  return leave;
}
