import { Refusal } from "../../refusal.js";
import { setBearer } from "./bearer.js";
import { requirementOf } from "./requirements.js";
import { judge } from "./verdict.js";

/**
 * What a request is refused with, by what is thought of its token. A token that is not good any more is a 403:
 * the components take nothing else for one that has expired.
 */
export const DEFAULT_STATUSES = Object.freeze({ "no token": 401, unknown: 403, expired: 403, forbidden: 403 });

/** @typedef {Record<Exclude<import("./verdict.js").Verdict, "ok">, number>} RefusalStatuses */

/**
 * Middleware that every request of a widget has to pass, and that writes each down.
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
    // Both when it came, not when it is known what to think of it.
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
  if (verdict === "ok") return new Refusal(status, "fault", "A fault was switched on for this demo.");
  const descriptions = {
    "no token": "A widget token is required.",
    unknown: "The widget token is not known.",
    expired: "The widget token has expired.",
    forbidden: "The widget token does not allow this.",
  };
  return new Refusal(status, verdict.replace(" ", "_"), descriptions[verdict]);
}

/** @param {unknown} value */
function textOrNull(value) {
  return typeof value === "string" ? value : null;
}
