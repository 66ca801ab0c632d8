import express from "express";
import { bearerOf } from "./bearer.js";
import { takeOff } from "./found.js";

/**
 * What UserProfile, UserSessions and UserSecurity ask.
 *
 * @param {import("./accounts.js").Accounts} accounts
 */
export function userProfileRoutes(accounts) {
  const router = express.Router();
  const accountOf = (/** @type {import("express").Response} */ response) => accounts.get(bearerOf(response).userId);

  router.get("/me", (_request, response) => {
    response.json(accountOf(response).me);
  });

  router.post("/me", (request, response) => {
    const { me } = accountOf(response);
    for (const name of /** @type {const} */ (["firstName", "lastName", "locale"])) {
      const value = request.body?.[name];
      if (typeof value === "string") me[name] = value;
    }
    response.json(me);
  });

  router.get("/authentication-information", (_request, response) => {
    response.json({ data: accountOf(response).authentication });
  });

  router.get("/sessions", (_request, response) => {
    response.json({ data: accountOf(response).sessions });
  });

  router.delete("/sessions/revoke/:sessionId", (request, response) => {
    takeOff(accountOf(response).sessions, request.params.sessionId);
    response.json({ success: true });
  });

  router.delete("/sessions/revoke-all", (request, response) => {
    const account = accountOf(response);
    account.sessions = account.sessions.filter(({ id }) => id === request.body?.currentSessionId);
    response.json({ success: true });
  });

  return router;
}
