/** The same with the published widgets, and the cache that they keep things in; it runs in the browser. */

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { AdminPortalSsoConnection, UsersManagement, WorkOsWidgets } from "@workos-inc/widgets";
import { h } from "./stage.js";

// The pages' watch over requests reads each reply as text.
Response.prototype.json = async function () {
  return JSON.parse(await this.text());
};

const { hostname, port } = location;

/** `WorkOsWidgets`, whose API is at this site. */
const Widgets = (props) => h(WorkOsWidgets, { apiHostname: hostname, port, https: false, ...props });

/** A widget of the published ones that is given what the hook gives. */
function Widget({ type = AdminPortalSsoConnection, scope = "widgets:sso:manage" }) {
  const { getToken } = useWidgetToken({ widgetScope: scope });
  return h(type, { authToken: getToken });
}

/** What the widgets on the page say of themselves. */
const states = () =>
  [...document.querySelectorAll("[data-woswidgets-widget-state]")].map((element) =>
    element.getAttribute("data-woswidgets-widget-state"),
  );

Object.assign(globalThis, {
  AdminPortalSsoConnection,
  UsersManagement,
  Widgets,
  Widget,
  QueryClient,
  QueryClientProvider,
  useQuery,
  states,
});

export { h };
