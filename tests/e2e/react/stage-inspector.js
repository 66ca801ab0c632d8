/** A page with the inspector as a component; runs in the browser. */

import "/page.js";
import * as React from "react";
import { createRoot } from "react-dom/client";
import { TokenInspector } from "workos-widget-tokens/inspector/react";

const h = React.createElement;
const HOST = "workos-widget-tokens-inspector";

Object.assign(globalThis, {
  hosts: () => document.querySelectorAll(HOST).length,
  /** Renders into a new root, in StrictMode, and returns the function that unmounts it. */
  inspect(/** @type {any} */ tokens) {
    const root = createRoot(document.body.appendChild(document.createElement("div")));
    const render = () => root.render(h(React.StrictMode, {}, h(TokenInspector, { tokens }), h("p", {}, "An app")));
    render();
    return { render, unmount: () => root.unmount() };
  },
});
