import { countTokenRequests } from "./demo-server.js";

/** The server's own count of the requests that reached WorkOS since the manager was started. */
export class ServerCount {
  #onCount;
  #baseline = 0;
  #isReading = false;
  #isStale = false;

  /** @param {(count: number) => void} onCount */
  constructor(onCount) {
    this.#onCount = onCount;
  }

  /** Counts from zero again. */
  async restart() {
    this.#baseline = await countTokenRequests();
    this.#onCount(0);
  }

  /** Reads the count once more; many calls at a time make one request, and one after it. */
  async refresh() {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        this.#onCount((await countTokenRequests()) - this.#baseline);
      }
    } finally {
      this.#isReading = false;
    }
  }
}
