const REMEMBERED_REQUESTS = 10_000;

/**
 * A request of a widget.
 *
 * @typedef {object} WidgetRequest
 * @property {number} order of arrival, in the same sequence as the tokens issued
 * @property {string} at by the server's clock
 * @property {string} method
 * @property {string} path with its query
 * @property {string | null} widgetType the component's own name: `user-management`
 * @property {boolean} hasToken
 * @property {string | null} jti these four are null without a token, or with one that was not signed here
 * @property {string | null} organizationId
 * @property {string | null} userId
 * @property {string | null} expiresAt
 * @property {import("./verdict.js").Verdict} verdict
 * @property {number | null} refusedWith the status, for the verdict or for a fault; null if it was accepted
 * @property {boolean} isFault whether only a fault refused it
 *
 * @typedef {ReturnType<typeof createWidgetLog>} WidgetLog
 */

/** The stand-in's log of the widgets' requests, without preflights. */
export function createWidgetLog() {
  /** @type {WidgetRequest[]} */
  let requests = [];

  return {
    /** @param {WidgetRequest} request */
    add(request) {
      requests.push(request);
      if (requests.length > REMEMBERED_REQUESTS) requests.shift();
    },

    /** The requests in order of arrival; the last ten thousand. */
    requests() {
      return requests.map((request) => ({ ...request })).sort((one, other) => one.order - other.order);
    },

    /** Forgets everything. */
    reset() {
      requests = [];
    },
  };
}
