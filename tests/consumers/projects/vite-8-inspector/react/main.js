import { createElement, Fragment, StrictMode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { createTokenManager } from "workos-widget-tokens";
import { TokenInspector } from "workos-widget-tokens/inspector/react";

const tokens = createTokenManager({ endpoint: new URLSearchParams(location.search).get("endpoint") });

function App() {
  const [token, setToken] = useState("");
  useEffect(() => {
    tokens.getToken({ organizationId: "org_1", widgetScope: "sso" }).then(setToken);
  }, []);
  return createElement(Fragment, {}, createElement("output", {}, token), createElement(TokenInspector, { tokens }));
}

createRoot(document.querySelector("main")).render(createElement(StrictMode, {}, createElement(App)));
