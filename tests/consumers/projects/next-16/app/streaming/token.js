"use client";

import { useEffect, useState } from "react";
import { createTokenManager, init } from "workos-widget-tokens/streaming";

let tokens;

async function getToken() {
  await init();
  tokens ??= createTokenManager({ endpoint: new URLSearchParams(location.search).get("endpoint") });
  return tokens.getToken({ organizationId: "org_1", widgetScope: "sso" });
}

export function Token() {
  const [token, setToken] = useState("");
  useEffect(() => {
    getToken().then(setToken);
  }, []);
  return <output>{token}</output>;
}
