import express from "express";
import { Refusal, refusalForPlumbing, sendRefusal } from "../../refusal.js";
import { createAccounts } from "./accounts.js";
import { adminPortalRoutes } from "./admin-portal.js";
import { apiKeyRoutes } from "./api-keys.js";
import { cors } from "./cors.js";
import { dataIntegrationRoutes, settingsRoute } from "./data-integrations.js";
import { directorySyncRoutes } from "./directory-sync.js";
import { DEFAULT_STATUSES, widgetGate } from "./gate.js";
import { createTenants } from "./tenants.js";
import { userManagementRoutes } from "./user-management.js";
import { userProfileRoutes } from "./user-profile.js";
import { createWidgetFaults } from "./widget-faults.js";
import { createWidgetLog } from "./widget-log.js";

/** @typedef {ReturnType<typeof createWidgets>} Widgets */

/**
 * The API that the widget components call from the browser, with a widget token in each request.
 *
 * @param {object} options
 * @param {import("../../clock.js").Clock} options.clock
 * @param {import("../sequence.js").Sequence} options.nextNumber
 */
export function createWidgets({ clock, nextNumber }) {
  const log = createWidgetLog();
  const faults = createWidgetFaults();
  /** @type {{ refuseWith: import("./gate.js").RefusalStatuses }} */
  const settings = { refuseWith: { ...DEFAULT_STATUSES } };
  const tenants = createTenants(clock);
  const accounts = createAccounts(clock);

  const router = express.Router();
  router.use(cors);
  router.use((_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  router.use(widgetGate({ clock, nextNumber, log, faults, settings }), express.json());
  router.use("/UserManagement", userManagementRoutes({ tenants, clock }));
  router.use("/UserProfile", userProfileRoutes(accounts));
  router.use("/ApiKeys", apiKeyRoutes({ tenants, clock }));
  router.use("/admin-portal", adminPortalRoutes(tenants));
  router.use("/directory-sync", directorySyncRoutes(tenants));
  router.use("/DataIntegrations", dataIntegrationRoutes(clock));
  router.get("/settings", settingsRoute);
  router.use(() => {
    throw new Refusal(404, "not_found", "This stand-in has nothing at this path.");
  });
  router.use(refuse);

  return {
    router,
    log,
    faults,
    /** `refuseWith`: the status for each verdict. The components' own schema of the API has 403 and never 401. */
    settings,
    /** Forgets the requests, the faults, the settings, and what the widgets have changed. */
    reset() {
      log.reset();
      faults.clear();
      settings.refuseWith = { ...DEFAULT_STATUSES };
      tenants.reset();
      accounts.reset();
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
  sendRefusal(response, refusalForPlumbing(error), ({ message, code }) => ({ message, code }));
}
