/** Drives a browser by the W3C WebDriver protocol, which all engines support. */

/**
 * Starts a browser.
 *
 * @param {string} driver the address of its driver
 * @param {object} capabilities
 */
export async function openSession(driver, capabilities) {
  const begun = await send("POST", `${driver}/session`, { capabilities: { alwaysMatch: capabilities } });
  const session = `${driver}/session/${begun.sessionId}`;

  /** @param {string} handle of a window */
  const switchTo = (handle) => send("POST", `${session}/window`, { handle });

  return {
    /** @type {string} */
    version: begun.capabilities.browserVersion,

    /**
     * Opens a page of the site in one more window, in which all that follows is run.
     *
     * @param {string} url
     * @returns {Promise<string>} the window's handle
     */
    async openWindow(url) {
      const { handle } = await send("POST", `${session}/window/new`, { type: "window" });
      await switchTo(handle);
      await this.open(url);
      return handle;
    },

    switchTo,

    /**
     * Opens a page of the site, and waits until its module script has run: on a busy machine
     * WebKitGTK's driver reports this too early.
     *
     * @param {string} url
     */
    async open(url) {
      await send("POST", `${session}/url`, { url });
      const script = "return location.href === arguments[0] && globalThis.ready === true;";
      while (!(await send("POST", `${session}/execute/sync`, { script, args: [url] }))) {
        // Repeated without a pause: each reply takes its time.
      }
    },

    /**
     * Runs a function in the page, and waits for its result.
     *
     * @template R
     * @param {(given: any) => R | Promise<R>} code
     * @param {object} [given] plain data
     * @returns {Promise<R>}
     */
    async run(code, given) {
      const script = `
        const [given, done] = arguments;
        Promise.resolve(given).then(${code}).then(
          (value) => done({ value: value ?? null }),
          (error) => done({ thrown: String(error) + "\\n" + (error?.stack ?? "") }),
        );`;
      const { value, thrown } = await send("POST", `${session}/execute/async`, { script, args: [given ?? null] });
      if (thrown !== undefined) throw new Error(`In the page: ${thrown}`);
      return value;
    },

    /** Ends the browser. */
    close: () => send("DELETE", session),
  };
}

/**
 * @param {string} method
 * @param {string} url
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function send(method, url, body) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const { value } = /** @type {{ value: any }} */ (await response.json());
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${value.error}: ${value.message}`);
  return value;
}
