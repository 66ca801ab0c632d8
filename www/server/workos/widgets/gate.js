import { Refusal } from "../../refusal.js";
import { setBearer } from "./bearer.js";
import { requirementOf } from "./requirements.js";
import { judge } from "./verdict.js";

/**
 * The status for each verdict on a token. A token that is no longer valid gets a 403: the components take
 * nothing else for an expired one.
 */
export const DEFAULT_STATUSES = Object.freeze({ "no token": 401, unknown: 403, expired: 403, forbidden: 403 });

/** @typedef {Record<Exclude<import("./verdict.js").Verdict, "ok">, number>} RefusalStatuses */

/**
 * Middleware that checks and logs every request of a widget.
 *
 * @param {object} options
 * @param {import("../../clock.js").Clock} options.clock
 * @param {import("../sequence.js").Sequence} options.nextNumber
 * @param {import("./widget-log.js").WidgetLog} options.log
 * @param {import("./widget-faults.js").WidgetFaults} options.faults
 * @param {{ refuseWith: RefusalStatuses }} options.settings
 * @returns {import("express").RequestHandler}
 */
export function widgetGate({ clock, nextNumber, log, faults, settings }) {
  return async (request, response, next) => {
    // The time and number of its arrival, not of the verdict.
    const order = nextNumber();
    const nowMs = clock.now();
    const header = request.get("Authorization");
    const widgetType = request.get("WorkOS-Widgets-Type") ?? null;

    const requirement = requirementOf(request.path, request.query.intent);
    const { verdict, claims } = await judge(header, { nowMs, requirement });
    const fault = verdict === "ok" ? faults.take(widgetType) : undefined;
    const refusedWith = verdict === "ok" ? (fault ?? null) : settings.refuseWith[verdict];

    log.add({
      order,
      at: new Date(nowMs).toISOString(),
      method: request.method,
      path: request.originalUrl,
      widgetType,
      hasToken: header !== undefined,
      jti: claims.jti ?? null,
      organizationId: textOrNull(claims.org_id),
      userId: claims.sub ?? null,
      expiresAt: claims.exp === undefined ? null : new Date(claims.exp * 1000).toISOString(),
      verdict,
      refusedWith,
      isFault: fault !== undefined,
    });
    if (refusedWith !== null) throw refusal(refusedWith, verdict);

    setBearer(response, claims);
    next();
  };
}

/**
 * @param {number} status
 * @param {import("./verdict.js").Verdict} verdict
 */
function refusal(status, verdict) {
  if (verdict === "ok") return new Refusal(status, "fault", "A fault is on in this demo.");
  const descriptions = {
    "no token": "A widget token is required.",
    unknown: "The widget token is unknown.",
    expired: "The widget token has expired.",
    forbidden: "The widget token does not allow this.",
  };
  return new Refusal(status, verdict.replace(" ", "_"), descriptions[verdict]);
}

/** @param {unknown} value */
function textOrNull(value) {
  return typeof value === "string" ? value : null;
}
