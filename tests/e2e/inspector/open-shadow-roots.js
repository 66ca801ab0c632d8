/** Opens every shadow root, so that a test can inspect it; runs before the page's scripts. */
export function openShadowRoots() {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    return attachShadow.call(this, { ...options, mode: "open" });
  };
}
