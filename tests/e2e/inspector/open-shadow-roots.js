/** Leaves every shadow root open, so that a test can look into it: runs before the page. */
export function openShadowRoots() {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    return attachShadow.call(this, { ...options, mode: "open" });
  };
}
