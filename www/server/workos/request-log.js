import { createHash } from "node:crypto";
import { createSequence } from "./sequence.js";

const REMEMBERED_TOKENS = 1_000;

/**
 * What the log keeps of a token. Never its text.
 *
 * @typedef {object} IssuedToken
 * @property {number} order in the same sequence as the widgets' requests
 * @property {string} fingerprint distinguishes two tokens, and grants nothing
 * @property {string | null} jti null if the token is opaque
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
 * The stand-in's log of the token requests it served.
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
        // "dropped" is a request whose reply was not sent in full: cut off here, or aborted by the
        // client.
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

    /** The number of token requests served: in total, and by status. */
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
