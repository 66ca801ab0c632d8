import express from "express";
import { dateHeader } from "../clock.js";
import { faultGate } from "../faults/gate.js";
import { oauthErrorBody, Refusal, refusalForPlumbing, sendRefusal } from "../refusal.js";
import { readBody } from "./body.js";
import { publicKeySet } from "./jwt.js";
import { createRateLimit } from "./rate-limit.js";
import { createRequestLog } from "./request-log.js";
import { scopesContract } from "./scopes-contract.js";
import { seedContract } from "./seed-contract.js";
import { createSequence } from "./sequence.js";
import { tokenEndpoint } from "./token-endpoint.js";
import { adminPortalPage } from "./widgets/admin-portal.js";
import { createWidgets } from "./widgets/widgets.js";

/** @typedef {ReturnType<typeof createWorkos>} Workos */

/**
 * A local stand-in for WorkOS: the endpoint that makes widget tokens, in both its contracts, and the API that
 * the widget components call with them.
 *
 * @param {object} options
 * @param {import("../clock.js").Clock} options.clock
 * @param {import("../faults/board.js").Faults} options.faults
 * @param {() => number} [options.monotonicNow] milliseconds, for the rate limit alone
 * @param {number | null} [options.lifetimeSeconds] what the setting is at the start, and after a reset
 * @param {() => void} [options.onReset] forgets what others know of it
 */
export function createWorkos({
  clock,
  faults,
  monotonicNow = () => performance.now(),
  lifetimeSeconds = null,
  onReset = () => {},
}) {
  const nextNumber = createSequence();
  const log = createRequestLog(nextNumber);
  const widgets = createWidgets({ clock, nextNumber });
  /** @type {{ lifetimeSeconds: number | null }} */
  const settings = { lifetimeSeconds };
  const rateLimits = new Map(
    [seedContract, scopesContract].map((contract) => [
      contract,
      createRateLimit({ limit: contract.requestsPerMinute, monotonicNow }),
    ]),
  );

  const app = express();
  app.disable("x-powered-by").disable("etag"); // An ETag would be a hash of the token.
  app.use(dateHeader(clock));
  app.post(
    "/widgets/token",
    log.count,
    readBody,
    faultGate({ faults, at: "workos", clock, errorBody }),
    tokenEndpoint({ clock, log, rateLimits, settings }),
  );
  app.get("/sso/jwks/:clientId", async (_request, response) => {
    response.json(await publicKeySet());
  });
  app.use("/_widgets", widgets.router);
  app.all("/admin-portal", adminPortalPage);
  app.use(() => {
    throw new Refusal(404, "not_found", "There is nothing at this path.");
  });
  app.use(refuse);

  return {
    app,
    log,
    widgets,
    /** `lifetimeSeconds` of the tokens whose request does not ask for one; null is the contract's. */
    settings,
    /** Forgets the requests served, and every setting. */
    reset() {
      log.reset();
      widgets.reset();
      settings.lifetimeSeconds = lifetimeSeconds;
      for (const rateLimit of rateLimits.values()) rateLimit.reset();
      onReset();
    },
  };
}

/**
 * @param {unknown} error
 * @param {import("express").Request} _request
 * @param {import("express").Response} response
 * @param {import("express").NextFunction} _next
 */
function refuse(error, _request, response, _next) {
  const refusal = refusalForPlumbing(error);
  sendRefusal(response, refusal, () => errorBody(response, refusal));
}

/**
 * @param {import("express").Response} response
 * @param {Refusal} refusal
 */
function errorBody(response, refusal) {
  /** @type {Partial<import("./body.js").ReadBody>} */
  const { contract } = response.locals;
  return contract ? contract.errorBody(refusal) : oauthErrorBody(refusal);
}
