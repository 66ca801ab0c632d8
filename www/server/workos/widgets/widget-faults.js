import { invalidRequest } from "../../refusal.js";

const MOST_REQUESTS = 1_000_000;

/** What the components call themselves in `WorkOS-Widgets-Type`. */
export const WIDGET_TYPES = Object.freeze([
  "admin-portal-audit-log-streaming",
  "admin-portal-domain-verification",
  "admin-portal-sso-connection",
  "api-keys",
  "directory-sync",
  "organization-switcher",
  "pipes",
  "pipes-admin",
  "user-api-keys",
  "user-management",
  "user-profile",
  "user-security",
  "user-sessions",
]);

/**
 * The next `count` requests that a widget of this type (of any, without one) sends with a good token are
 * refused all the same.
 *
 * @typedef {{ widgetType?: string, status: number, count: number }} WidgetFault
 *
 * @typedef {ReturnType<typeof createWidgetFaults>} WidgetFaults
 */

export function createWidgetFaults() {
  /** @type {WidgetFault[]} */
  let faults = [];

  return {
    /**
     * Throws a Refusal if it is not right.
     *
     * @param {unknown} input
     */
    add(input) {
      faults.push(parse(input));
    },

    /**
     * The status to refuse a request with, if a fault is there for it; each is used up in the order of adding.
     *
     * @param {string | null} widgetType
     */
    take(widgetType) {
      const fault = faults.find((candidate) => [undefined, widgetType].includes(candidate.widgetType));
      if (!fault) return undefined;
      fault.count -= 1;
      if (fault.count === 0) faults = faults.filter((candidate) => candidate !== fault);
      return fault.status;
    },

    /** Those that are left, with the requests that each is still to meet. */
    list() {
      return faults.map((fault) => ({ ...fault }));
    },

    clear() {
      faults = [];
    },
  };
}

/**
 * @param {unknown} input
 * @returns {WidgetFault}
 */
function parse(input) {
  const fields = /** @type {Record<string, unknown>} */ (input ?? {});
  const { widgetType, status, count = 1, ...others } = fields;
  if (widgetType !== undefined && !WIDGET_TYPES.includes(String(widgetType))) {
    throw invalidRequest(`widgetType must be one of ${WIDGET_TYPES.join(", ")}`);
  }
  if (!isWhole(status, 400, 599)) throw invalidRequest("status must be a whole number from 400 to 599");
  if (!isWhole(count, 1, MOST_REQUESTS)) {
    throw invalidRequest(`count must be a whole number from 1 to ${MOST_REQUESTS}`);
  }
  if (Object.keys(others).length > 0) throw invalidRequest(`${Object.keys(others)[0]} must be left out`);
  return { ...(widgetType !== undefined && { widgetType: String(widgetType) }), status, count };
}

/**
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 * @returns {value is number}
 */
function isWhole(value, least, most) {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}
