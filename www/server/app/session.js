import { randomBytes } from "node:crypto";
import cookieSession from "cookie-session";
import express from "express";
import { invalidRequest } from "../refusal.js";
import { signedInUser } from "./access.js";

const FIRST_VISITOR = "ada";

/**
 * Sessions in a signed cookie that scripts cannot read and other sites' forms do not carry. The
 * signing key lives as long as the server: a restart signs everybody out.
 *
 * @returns {import("express").RequestHandler}
 */
export function sessionCookie() {
  return cookieSession({
    name: "demo_session",
    keys: [randomBytes(32).toString("hex")],
    httpOnly: true,
    sameSite: "lax",
  });
}

/**
 * Signs a first visitor in, so that the demo shows a widget's token and not a sign-in form. Who signs
 * out has a session that says so, and stays out when the page is loaded again.
 *
 * @param {import("express").Request} request
 * @param {import("express").Response} _response
 * @param {import("express").NextFunction} next
 */
export function signInFirstVisitor(request, _response, next) {
  if (request.session && request.session.user === undefined) request.session.user = FIRST_VISITOR;
  next();
}

/** `GET`, `POST` and `DELETE /session`. */
export function sessionRoutes() {
  const router = express.Router();

  router.get("/session", (request, response) => {
    response.json(sessionOf(request));
  });

  router.post("/session", (request, response) => {
    const name = request.body?.user;
    if (!request.app.locals.users.has(name)) {
      throw invalidRequest(`user must be one of ${names(request).join(", ")}`);
    }
    request.session = { user: name };
    response.json(sessionOf(request));
  });

  router.delete("/session", (request, response) => {
    request.session = { user: null };
    response.json(sessionOf(request));
  });

  return router;
}

/** @param {import("express").Request} request */
function sessionOf(request) {
  return { user: signedInUser(request)?.name ?? null, users: names(request) };
}

/**
 * @param {import("express").Request} request
 * @returns {string[]}
 */
function names(request) {
  return [...request.app.locals.users.keys()];
}
