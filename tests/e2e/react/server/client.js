/** The script of the streamed page; runs in the browser. */

import * as React from "react";
import { hydrateRoot } from "react-dom/client";
import { createTokenManager } from "workos-widget-tokens";
import { App } from "./app.js";

globalThis.mended = [];
globalThis.later = {};
globalThis.note = (name, promise) => {
  promise.then((token) => {
    globalThis.later[name] = token;
  });
};

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
hydrateRoot(document.getElementById("app"), React.createElement(App, { tokens }), {
  onRecoverableError: (error) => globalThis.mended.push(String(error)),
});
