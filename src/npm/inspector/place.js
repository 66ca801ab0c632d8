/** Where the panel is: moved by its header or by the arrow keys, and remembered for the session. */

const STORE = "workos-widget-tokens:inspector";
const STEP_PX = 16;

/** @typedef {{ isOpen?: boolean, x?: number, y?: number }} Place */

/** @returns {Place} */
export function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE) ?? "{}");
  } catch {
    // There may be no storage.
    return {};
  }
}

/** @param {Place} place */
export function remember(place) {
  try {
    sessionStorage.setItem(STORE, JSON.stringify(place));
  } catch {}
}

/**
 * @param {ReturnType<typeof import("./panel.js").createPanel>} panel
 * @param {Place} place is kept up to date
 * @returns {() => void} puts it where it was, within what is to be seen now
 */
export function makeMovable({ element, header, handle }, place) {
  const moveTo = (/** @type {number} */ x, /** @type {number} */ y) => {
    place.x = Math.max(0, Math.min(x, innerWidth - element.offsetWidth));
    place.y = Math.max(0, Math.min(y, innerHeight - element.offsetHeight));
    Object.assign(element.style, { left: `${place.x}px`, top: `${place.y}px`, right: "auto", bottom: "auto" });
    remember(place);
  };
  header.addEventListener("pointerdown", ({ target, button, pointerId, clientX, clientY }) => {
    const control = /** @type {Element} */ (target).closest("button");
    if (button || (control && control !== handle)) return;
    const { offsetLeft, offsetTop } = element;
    header.setPointerCapture(pointerId);
    header.onpointermove = (now) => moveTo(offsetLeft + now.clientX - clientX, offsetTop + now.clientY - clientY);
    header.onlostpointercapture = () => {
      header.onpointermove = null;
    };
  });
  handle.addEventListener("keydown", (event) => {
    const { key, shiftKey } = event;
    const at = ["ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"].indexOf(key);
    if (at < 0) return;
    event.preventDefault();
    const step = (at < 2 ? -STEP_PX : STEP_PX) * (shiftKey ? 5 : 1);
    moveTo(element.offsetLeft + (at % 2 ? 0 : step), element.offsetTop + (at % 2 ? step : 0));
  });
  return () => place.x !== undefined && place.y !== undefined && moveTo(place.x, place.y);
}
