/** The page that hydrates the app; runs in the browser. */

import { h } from "../stage.js";
import { App } from "./app.js";

/** Hydration mismatches that React recovered from. */
const mended = [];

/** Hydrates HTML that a server has rendered. */
function hydrate(html, element, container = document.body.appendChild(document.createElement("div"))) {
  if (html) container.innerHTML = html;
  const root = hydrateRoot(container, element, { onRecoverableError: (error) => mended.push(String(error)) });
  return Object.assign(root, { container });
}

const app = (tokens, props) => h(App, { tokens, ...props });

Object.assign(globalThis, { App, app, hydrate, mended });
