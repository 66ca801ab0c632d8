/**
 * The text on the page that is hardest to read, by the contrast of WCAG: runs in the page.
 *
 * @returns {{ ratio: number, text: string }}
 */
export function worstContrast() {
  const canvas = new OffscreenCanvas(1, 1);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );

  /** The background below an element: every layer from the root up, painted over each other. */
  function paintBackground(/** @type {Element} */ element) {
    const layers = [];
    for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
      layers.unshift(getComputedStyle(at).backgroundColor);
    }
    context.clearRect(0, 0, 1, 1);
    for (const layer of ["white", ...layers]) paint(layer);
  }

  function paint(/** @type {string} */ color) {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
  }

  function luminance() {
    const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  let worst = { ratio: 21, text: "" };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = /** @type {HTMLElement} */ (node.parentElement);
    const text = node.textContent?.trim();
    const isShown = element.checkVisibility() && element.getClientRects().length > 0;
    if (!text || !isShown || element.closest(":disabled, option, noscript, template")) continue;
    paintBackground(element);
    const below = luminance();
    paint(getComputedStyle(element).color);
    const above = luminance();
    const ratio = (Math.max(above, below) + 0.05) / (Math.min(above, below) + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text };
  }
  return worst;
}
