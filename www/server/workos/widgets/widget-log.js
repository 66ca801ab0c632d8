const REMEMBERED_REQUESTS = 10_000;

/**
 * A request of a widget.
 *
 * @typedef {object} WidgetRequest
 * @property {number} order by arrival; the numbers are the same series as those of the tokens issued
 * @property {string} at by the server's clock
 * @property {string} method
 * @property {string} path with its query
 * @property {string | null} widgetType as the component calls itself: `user-management`
 * @property {boolean} hasToken
 * @property {string | null} jti these four are null where there is no token, or one that was not signed here
 * @property {string | null} organizationId
 * @property {string | null} userId
 * @property {string | null} expiresAt
 * @property {import("./verdict.js").Verdict} verdict
 * @property {number | null} refusedWith the status, for the verdict or for a fault; null where it was let in
 * @property {boolean} isFault whether it was refused because of a fault alone
 *
 * @typedef {ReturnType<typeof createWidgetLog>} WidgetLog
 */

/** What the stand-in remembers of the widgets' requests; preflights are not among them. */
export function createWidgetLog() {
  /** @type {WidgetRequest[]} */
  let requests = [];

  return {
    /** @param {WidgetRequest} request */
    add(request) {
      requests.push(request);
      if (requests.length > REMEMBERED_REQUESTS) requests.shift();
    },

    /** The requests in the order of their arrival; the last ten thousand. */
    requests() {
      return requests.map((request) => ({ ...request })).sort((one, other) => one.order - other.order);
    },

    /** Forgets everything. */
    reset() {
      requests = [];
    },
  };
}
