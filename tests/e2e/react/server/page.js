/** The page that hydrates the app; it runs in the browser. */

import { h } from "../stage.js";
import { App } from "./app.js";

/** What React had to mend, and should not have. */
const mended = [];

/** Hydrates what a server has rendered, in a manner of speaking. */
function hydrate(html, element, container = document.body.appendChild(document.createElement("div"))) {
  if (html) container.innerHTML = html;
  const root = hydrateRoot(container, element, { onRecoverableError: (error) => mended.push(String(error)) });
  return Object.assign(root, { container });
}

const app = (tokens, props) => h(App, { tokens, ...props });

Object.assign(globalThis, { App, app, hydrate, mended });
