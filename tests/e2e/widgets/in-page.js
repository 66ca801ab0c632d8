/** What the tests' pages have before anything else; it runs in the browser. */

export function prepare() {
  const WRONG = ["Session expired", "Authorization error", "Incorrect permissions", "Error fetching data"];

  /** What a widget has ever said that it must not say. */
  globalThis.wrongWords = [];
  const note = () => {
    const text = document.body?.textContent ?? "";
    for (const words of WRONG) if (text.includes(words) && !wrongWords.includes(words)) wrongWords.push(words);
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
   * What the page has sent and got, in order: `got` a token, for one widget alone if it says so; `sent` a
   * request of a widget, with a token or without. Of a token it holds the id.
   */
  globalThis.traffic = [];
  let underWay = 0;
  // Opens when requests may go out; closed while the clock moves.
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
  globalThis.requestsUnderWay = () => underWay;

  /** Resolves in a task of its own, whatever has been done to the timers. */
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
   * Moves the page's clock on, until a request wants to go out, which waits for `settled()`. Returns by how much.
   * See `moveClock` in `../package/page.js`.
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
  /** Resolves when no more requests are under way than the test holds back, and what follows is done. */
  globalThis.settled = async (held) => {
    openGate();
    for (let quiet = 0; quiet < 4; quiet = underWay > held ? 0 : quiet + 1) await task();
  };

  /** What is left of the widgets, as a visitor sees them. */
  globalThis.look = () => ({
    resolved: document.querySelectorAll('[data-woswidgets-widget-state="resolved"]').length,
    // ApiKeys does not say how it is.
    hasKeys: document.body.textContent.includes("Nightly export"),
    skeletons: document.querySelectorAll(".rt-Skeleton, .waiting").length,
    // Each organization has two domains; a visitor's own address is of the first, wherever he is.
    domains: (document.body.textContent.match(/acme-labs\.example|engines\.example/g) ?? []).join(),
  });
}
