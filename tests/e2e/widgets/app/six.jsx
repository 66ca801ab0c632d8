/** The six components, and what both pages have in common. */

import "@radix-ui/themes/styles.css";
import "@workos-inc/widgets/styles.css";
import {
  AdminPortalDomainVerification,
  AdminPortalSsoConnection,
  ApiKeys,
  UserProfile,
  UserSessions,
  UsersManagement,
} from "@workos-inc/widgets";
import { createRoot } from "react-dom/client";

const USERS = "widgets:users-table:manage";

/** Three of them share a token, as they do in an app. */
export const SIX = [
  { Component: UsersManagement, type: "user-management", widgetScope: USERS },
  { Component: UserProfile, type: "user-profile", widgetScope: USERS },
  { Component: UserSessions, type: "user-sessions", widgetScope: USERS },
  { Component: AdminPortalSsoConnection, type: "admin-portal-sso-connection", widgetScope: "widgets:sso:manage" },
  {
    Component: AdminPortalDomainVerification,
    type: "admin-portal-domain-verification",
    widgetScope: "widgets:domain-verification:manage",
  },
  { Component: ApiKeys, type: "api-keys", widgetScope: "widgets:api-keys:manage" },
];

/** Whose widgets the page shows at first. */
export const first = Object.fromEntries(new URLSearchParams(location.search));

/** The address of the components' API. */
export async function readApi() {
  const { hostname, port, https } = await (await fetch("/demo/widgets-api")).json();
  return { apiHostname: hostname, port, https };
}

export function render(app) {
  createRoot(document.body.appendChild(document.createElement("div"))).render(app);
}
