/** An app that a server renders and a page hydrates. */

import * as React from "react";
import { useAuthToken, useWidgetToken, WidgetTokens } from "workos-widget-tokens/react";

const h = React.createElement;

/** The app, with a part that a server renders late: `wait` throws a promise, as Suspense expects. */
export function App({ tokens, organizations = ["org_1"], wait = () => {} }) {
  const below = [
    organizations.map((organizationId) => h(Shown, { key: organizationId, organizationId })),
    h(Alone, { key: "alone", tokens }),
    h(React.Suspense, { key: "late", fallback: h("i", null, "…") }, h(Late, { wait })),
  ];
  // React 19 streams content that is inside one element.
  return h("main", null, h(WidgetTokens, { tokens, organizationId: organizations[0], user: "ada" }, below));
}

function Shown({ name = "shown", organizationId }) {
  const widgetToken = useWidgetToken({ widgetScope: "sso", organizationId });
  const authToken = useAuthToken(widgetToken);
  const { status, token, error, getToken } = widgetToken;
  const [clicks, setClicks] = React.useState(0);
  React.useEffect(() => globalThis.note?.(name, getToken()), [name, getToken]);
  const text = [status, token && "token", error?.code, clicks || ""].filter(Boolean).join(" ");
  return h("button", { id: name, type: "button", title: typeof authToken, onClick: () => setClicks(clicks + 1) }, text);
}

/** Without a `WidgetTokens`. */
function Alone({ tokens }) {
  const { status } = useWidgetToken(tokens, { organizationId: "org_1", widgetScope: "sso" });
  return h("b", null, status);
}

function Late({ wait }) {
  wait();
  return h(Shown, { name: "late" });
}
