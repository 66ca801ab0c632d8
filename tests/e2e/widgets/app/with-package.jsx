/** The page as the README documents it. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { WorkOsWidgets } from "@workos-inc/widgets";
import { useState } from "react";
import { flushSync } from "react-dom";
import { createTokenManager } from "workos-widget-tokens";
import { useAuthToken, useWidgetToken, WidgetTokens } from "workos-widget-tokens/react";
import { first, readApi, render, SIX } from "./six.jsx";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const queryClient = new QueryClient();

function App({ api }) {
  const [{ user, organizationId }, show] = useState(first);
  const [isOpen, open] = useState(true);
  globalThis.open = (isOpen) => flushSync(() => open(isOpen));
  globalThis.show = (whose) => flushSync(() => show(whose));
  return (
    <QueryClientProvider client={queryClient}>
      <WidgetTokens tokens={tokens} organizationId={organizationId} user={user} queryClient={queryClient}>
        {isOpen && (
          <WorkOsWidgets queryClient={queryClient} {...api}>
            {SIX.map((widget) => (
              <Widget key={widget.type} {...widget} />
            ))}
          </WorkOsWidgets>
        )}
      </WidgetTokens>
    </QueryClientProvider>
  );
}

function Widget({ Component, widgetScope }) {
  const authToken = useAuthToken(useWidgetToken({ widgetScope }));
  return authToken ? <Component authToken={authToken} /> : <p className="waiting">Waiting for a token</p>;
}

globalThis.tokens = tokens;
globalThis.queryClient = queryClient;
render(<App api={await readApi()} />);
