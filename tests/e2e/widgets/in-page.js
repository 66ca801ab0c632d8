/** What the tests' pages load before anything else; runs in the browser. */

export function prepare() {
  const WRONG = ["Session expired", "Authorization error", "Incorrect permissions", "Error fetching data"];

  /** Every error that a widget has ever displayed. */
  globalThis.displayedErrors = [];
  const note = () => {
    const text = document.body?.textContent ?? "";
    for (const words of WRONG)
      if (text.includes(words) && !displayedErrors.includes(words)) displayedErrors.push(words);
  };
  new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true });

  let isAway = false;
  Object.defineProperty(document, "visibilityState", { get: () => (isAway ? "hidden" : "visible") });
  Object.defineProperty(document, "hidden", { get: () => isAway });
  /** The visitor goes to another tab, or comes back. */
  globalThis.lookAway = (isSo) => {
    isAway = isSo;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    window.dispatchEvent(new Event(isSo ? "blur" : "focus"));
  };

  /**
   * What the page has sent and received, in order: `got` is a token, with the widget if it is for one
   * alone; `sent` is a widget's request, with a token or without. Of a token only the ID is kept.
   */
  globalThis.traffic = [];
  let underWay = 0;
  // Opens when requests may be sent; closed while the clock advances.
  let gate = Promise.resolve();
  let openGate = () => {};
  const { fetch } = globalThis;
  globalThis.fetch = async (url, options = {}) => {
    underWay++;
    const { pathname } = new URL(url, location.href);
    const headers = new Headers(options.headers);
    if (pathname.startsWith("/_widgets/")) {
      traffic.push({
        sent: pathname,
        type: headers.get("WorkOS-Widgets-Type"),
        jti: jtiOf(headers.get("Authorization")),
      });
    }
    try {
      await gate;
      const response = await fetch(url, options);
      const body = await response.text();
      if (pathname === "/api/widget-token" && response.ok) {
        const { widget } = JSON.parse(options.body);
        traffic.push({ got: pathname, widget, jti: jtiOf(JSON.parse(body).token) });
      }
      return Object.defineProperties(response, {
        text: { value: async () => body },
        json: { value: async () => JSON.parse(body) },
      });
    } finally {
      underWay--;
    }
  };
  const jtiOf = (token) => token && JSON.parse(atob(token.split(".")[1])).jti;
  globalThis.requestsInFlight = () => underWay;

  /** Resolves in a task of its own, even if timers are replaced. */
  const task = () => {
    const { port1, port2 } = new MessageChannel();
    return new Promise((resolve) => {
      port1.onmessage = () => {
        port1.close();
        resolve(undefined);
      };
      port2.postMessage(undefined);
    });
  };
  /**
   * Advances the page's clock until a request is about to be sent, which waits for `settled()`. Returns by how
   * much. See `moveClock` in `../package/page.js`.
   */
  globalThis.moveClock = async ({ ms, stepMs, held }) => {
    gate = new Promise((resolve) => {
      openGate = resolve;
    });
    let movedMs = 0;
    while (movedMs < ms && underWay <= held) {
      const byMs = Math.min(stepMs, ms - movedMs);
      await __pwClock.controller.runFor(byMs);
      movedMs += byMs;
      for (let quiet = 0; quiet < 4; quiet++) await task();
    }
    return movedMs;
  };
  /** Resolves when no more requests are in flight than the test holds back, and their consequences have happened. */
  globalThis.settled = async (held) => {
    openGate();
    for (let quiet = 0; quiet < 4; quiet = underWay > held ? 0 : quiet + 1) await task();
  };

  /** The state of the widgets, as a visitor sees it. */
  globalThis.look = () => ({
    resolved: document.querySelectorAll('[data-woswidgets-widget-state="resolved"]').length,
    // ApiKeys has no state attribute.
    hasKeys: document.body.textContent.includes("Nightly export"),
    skeletons: document.querySelectorAll(".rt-Skeleton, .waiting").length,
    // Each organization has two domains; a visitor's e-mail address has the first, in every
    // organization.
    domains: (document.body.textContent.match(/acme-labs\.example|engines\.example/g) ?? []).join(),
  });
}
