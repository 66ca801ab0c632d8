/** The page with the real widgets. The build bundles it: see src/build/demo.js. */

import { QueryClient } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { createTokenManager } from "workos-widget-tokens";
import { readOffer, readSession, readState, setLifetime } from "../demo/demo-server.js";
import { LIFETIMES } from "./lifetimes.js";
import { Page } from "./page.jsx";
import "./style/widgets.css";
import { WidgetRequests } from "./widget-requests.js";

const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const queryClient = new QueryClient();

const session = await readSession();
// Who is signed out is not told which server this is: most likely the stand-in.
const offer = session.user === null ? null : await readOffer();
const state = (offer?.hasControls ?? true) ? await readOfferedState() : null;
const api = await (await fetch("/demo/widgets-api")).json();

const requests = new WidgetRequests(state !== null);

createRoot(/** @type {HTMLElement} */ (document.getElementById("page"))).render(
  <Page {...{ tokens, queryClient, requests, session, offer, state, api }} />,
);

/** The server's settings, with a lifetime that the page offers; null where it has none. */
async function readOfferedState() {
  const state = await readState().catch(() => null);
  if (!state) return null;
  const isOffered = LIFETIMES.some(({ value }) => value === state.lifetimeSeconds);
  return isOffered ? state : setLifetime(LIFETIMES[0].value);
}
