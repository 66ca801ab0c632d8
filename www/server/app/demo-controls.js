import express from "express";
import { invalidRequest } from "../refusal.js";

const LONGEST_LIFETIME_SECONDS = 315_360_000;

/**
 * What the demo page and the tests use to make things go wrong. Nothing here could be switched on
 * for the real WorkOS, so with a real key none of it is mounted.
 *
 * @param {object} options
 * @param {import("../workos/workos.js").Workos} options.workos
 * @param {import("../faults/board.js").Faults} options.faults
 * @param {ReturnType<typeof import("../resettable-limiter.js").resettableLimiter>} options.limiter the route's
 * @param {import("../clock.js").Clock} options.clock
 */
export function demoControls({ workos, faults, limiter, clock }) {
  const state = () => ({
    faults: faults.list(),
    lifetimeSeconds: workos.settings.lifetimeSeconds,
    clock: { now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs },
  });
  const router = express.Router();

  router.get("/state", (_request, response) => {
    response.json(state());
  });

  router.post("/faults", (request, response) => {
    faults.add(request.body);
    response.status(201).json(state());
  });

  router.delete("/faults", (_request, response) => {
    faults.clear();
    // A limit that is over is over for the route, too.
    limiter.reset();
    response.json(state());
  });

  router.post("/lifetime", (request, response) => {
    workos.settings.lifetimeSeconds = parseLifetime(request.body);
    response.json(state());
  });

  router.get("/log", (_request, response) => {
    response.json({ counters: workos.log.counters(), tokens: workos.log.tokens() });
  });

  router.get("/widgets-log", (_request, response) => {
    response.json({ requests: workos.widgets.log.requests(), tokens: workos.log.tokens() });
  });

  router.get("/widgets-faults", (_request, response) => {
    response.json(workos.widgets.faults.list());
  });

  router.post("/widgets-faults", (request, response) => {
    workos.widgets.faults.add(request.body);
    response.status(201).json(workos.widgets.faults.list());
  });

  router.delete("/widgets-faults", (_request, response) => {
    workos.widgets.faults.clear();
    response.json(workos.widgets.faults.list());
  });

  router.post("/reset", (_request, response) => {
    faults.clear();
    workos.reset();
    clock.offsetMs = 0;
    response.json(state());
  });

  return router;
}

/**
 * @param {unknown} body
 * @returns {number | null}
 */
function parseLifetime(body) {
  const { seconds } = /** @type {Record<string, unknown>} */ (body ?? {});
  if (seconds === null) return null;
  const inRange = Number(seconds) >= 1 && Number(seconds) <= LONGEST_LIFETIME_SECONDS;
  if (!Number.isInteger(seconds) || !inRange) {
    throw invalidRequest(`seconds must be a whole number from 1 to ${LONGEST_LIFETIME_SECONDS}, or null`);
  }
  return Number(seconds);
}
