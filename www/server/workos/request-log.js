import { createHash } from "node:crypto";
import { createSequence } from "./sequence.js";

const REMEMBERED_TOKENS = 1_000;

/**
 * What is remembered of a token. Never its text.
 *
 * @typedef {object} IssuedToken
 * @property {number} order the numbers are the same series as those of the widgets' requests
 * @property {string} fingerprint tells two tokens apart, and opens nothing
 * @property {string | null} jti null where the token is opaque
 * @property {string} contract
 * @property {string} keyName
 * @property {string} organizationId
 * @property {string[]} scopes
 * @property {string | null} userId
 * @property {string} issuedAt
 * @property {string} expiresAt
 *
 * @typedef {ReturnType<typeof createRequestLog>} RequestLog
 */

/**
 * What the stand-in remembers of the token requests it served.
 *
 * @param {import("./sequence.js").Sequence} [nextNumber]
 */
export function createRequestLog(nextNumber = createSequence()) {
  /** @type {IssuedToken[]} */
  let issued = [];
  /** @type {Map<string, number>} */
  let served = new Map();

  return {
    /**
     * @param {import("express").Request} _request
     * @param {import("express").Response} response
     * @param {import("express").NextFunction} next
     */
    count(_request, response, next) {
      response.once("close", () => {
        // "dropped" is a request whose reply never went out in full: cut off here, or given up there.
        const outcome = response.writableFinished ? String(response.statusCode) : "dropped";
        served.set(outcome, (served.get(outcome) ?? 0) + 1);
      });
      next();
    },

    /**
     * @param {string} token
     * @param {Omit<IssuedToken, "order" | "fingerprint">} facts
     */
    remember(token, facts) {
      const fingerprint = createHash("sha256").update(token).digest("hex").slice(0, 16);
      issued.push({ order: nextNumber(), fingerprint, ...facts });
      if (issued.length > REMEMBERED_TOKENS) issued.shift();
    },

    /** How many token requests were served: all, and by status. */
    counters() {
      const byStatus = Object.fromEntries(served);
      return { total: Object.values(byStatus).reduce((sum, count) => sum + count, 0), byStatus };
    },

    /** The tokens issued, oldest first; the last thousand. */
    tokens() {
      return issued.map((token) => ({ ...token }));
    },

    /** Forgets everything. */
    reset() {
      issued = [];
      served = new Map();
    },
  };
}
