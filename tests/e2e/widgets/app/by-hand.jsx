/** The page without the package: a token is fetched each time a component needs one, as in the published reference. */

import { WorkOsWidgets } from "@workos-inc/widgets";
import { useState } from "react";
import { flushSync } from "react-dom";
import { first, readApi, render, SIX } from "./six.jsx";

async function fetchToken(organizationId, widgetScope, widget) {
  const response = await fetch("/api/widget-token", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    // The route ignores the last member, which tells the tests whose token it is.
    body: JSON.stringify({ organizationId, widgetScope, widget }),
  });
  const { token } = await response.json();
  return token;
}

function App({ api }) {
  const [{ organizationId }, show] = useState(first);
  const [isOpen, open] = useState(true);
  globalThis.open = (isOpen) => flushSync(() => open(isOpen));
  globalThis.show = (whose) => flushSync(() => show(whose));
  if (!isOpen) return null;
  return (
    <WorkOsWidgets {...api}>
      {SIX.map(({ Component, widgetScope, type }) => (
        <Component key={type} authToken={() => fetchToken(organizationId, widgetScope, type)} />
      ))}
    </WorkOsWidgets>
  );
}

render(<App api={await readApi()} />);
