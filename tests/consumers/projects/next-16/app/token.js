"use client";

import { useEffect, useState } from "react";
import { createTokenManager } from "workos-widget-tokens";

// This also runs on the server, where a manager sends nothing.
const endpoint = new URLSearchParams(globalThis.location?.search).get("endpoint") ?? "/api/widget-token";
const tokens = createTokenManager({ endpoint });

export function Token() {
  const [token, setToken] = useState("");
  useEffect(() => {
    tokens.getToken({ organizationId: "org_1", widgetScope: "sso" }).then(setToken);
  }, []);
  return <output>{token}</output>;
}
