import {
  AdminPortalDomainVerification,
  AdminPortalSsoConnection,
  ApiKeys,
  UserProfile,
  UserSessions,
  UsersManagement,
} from "@workos-inc/widgets";

/**
 * @typedef {object} Widget
 * @property {import("react").ComponentType<{ authToken: any }>} Component
 * @property {string} name
 * @property {string} type as it calls itself to its API
 * @property {RegExp} path of its requests
 * @property {import("../../src/npm/index.js").WidgetScope} widgetScope
 */

const USERS = "widgets:users-table:manage";

/** @type {Record<string, Widget>} */
const widgets = {
  users: {
    Component: UsersManagement,
    name: "UsersManagement",
    type: "user-management",
    path: /^\/_widgets\/UserManagement\//,
    widgetScope: USERS,
  },
  profile: {
    Component: UserProfile,
    name: "UserProfile",
    type: "user-profile",
    path: /^\/_widgets\/UserProfile\/me/,
    widgetScope: USERS,
  },
  sessions: {
    Component: UserSessions,
    name: "UserSessions",
    type: "user-sessions",
    path: /^\/_widgets\/UserProfile\/sessions/,
    widgetScope: USERS,
  },
  sso: {
    Component: AdminPortalSsoConnection,
    name: "AdminPortalSsoConnection",
    type: "admin-portal-sso-connection",
    path: /^\/_widgets\/admin-portal\/sso-connections/,
    widgetScope: "widgets:sso:manage",
  },
  domains: {
    Component: AdminPortalDomainVerification,
    name: "AdminPortalDomainVerification",
    type: "admin-portal-domain-verification",
    path: /^\/_widgets\/admin-portal\/organization-domains/,
    widgetScope: "widgets:domain-verification:manage",
  },
  keys: {
    Component: ApiKeys,
    name: "ApiKeys",
    type: "api-keys",
    path: /^\/_widgets\/ApiKeys\//,
    widgetScope: "widgets:api-keys:manage",
  },
};

/** The six, as they stand in two columns of about the same height. */
export const COLUMNS = [
  [widgets.users, widgets.keys, widgets.sso],
  [widgets.profile, widgets.domains, widgets.sessions],
];

export const SIX = Object.values(widgets);

/** Each scope, with the widgets that share its token. */
export const SHARED = [...new Set(SIX.map(({ widgetScope }) => widgetScope))].map((widgetScope) => ({
  widgetScope,
  widgets: SIX.filter((widget) => widget.widgetScope === widgetScope),
}));
