/** The same with the published widgets and their cache; runs in the browser. */

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { AdminPortalSsoConnection, UsersManagement, WorkOsWidgets } from "@workos-inc/widgets";
import { h } from "./stage.js";

// The pages' request counter reads each reply as text.
Response.prototype.json = async function () {
  return JSON.parse(await this.text());
};

const { hostname, port } = location;

/** `WorkOsWidgets` with this site as its API. */
const Widgets = (props) => h(WorkOsWidgets, { apiHostname: hostname, port, https: false, ...props });

/** A published widget that receives what the hook returns. */
function Widget({ type = AdminPortalSsoConnection, scope = "widgets:sso:manage" }) {
  const { getToken } = useWidgetToken({ widgetScope: scope });
  return h(type, { authToken: getToken });
}

/** What the widgets on the page display. */
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
