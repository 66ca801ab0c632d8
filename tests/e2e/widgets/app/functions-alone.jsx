/** The page with the manager and without the adapter: each component receives a source's function, and nothing else. */

import { WorkOsWidgets } from "@workos-inc/widgets";
import { useState } from "react";
import { flushSync } from "react-dom";
import { createTokenManager } from "workos-widget-tokens";
import { first, readApi, render, SIX } from "./six.jsx";

const tokens = createTokenManager({ endpoint: "/api/widget-token", user: first.user });

function App({ api }) {
  const [{ user, organizationId }, show] = useState(first);
  const [isOpen, open] = useState(true);
  globalThis.open = (isOpen) => flushSync(() => open(isOpen));
  globalThis.show = (whose) => {
    tokens.setUser(whose.user);
    flushSync(() => show(whose));
  };
  if (!isOpen) return null;
  // Remounted for each organization and user: components keep their token for as long as they are mounted.
  return (
    <WorkOsWidgets key={`${user} ${organizationId}`} {...api}>
      {SIX.map(({ Component, widgetScope, type }) => (
        <Component key={type} authToken={tokens.source({ organizationId, widgetScope }).getToken} />
      ))}
    </WorkOsWidgets>
  );
}

render(<App api={await readApi()} />);
