/// <reference path="./dist.d.ts" />

import { mountInspector } from "/dist/inspector.js";
import { createTokenManager } from "/dist/tabs.js";
import { showBurst } from "./burst.js";
import { readOffer, readSession, readState, setLifetime, signIn } from "./demo-server.js";
import { FaultPanel } from "./fault-panel.js";
import { showFlow } from "./flow-picture.js";
import { ServerCount } from "./server-count.js";
import { DEFAULT_LIFETIME_SECONDS, isOfferedLifetime, showServerSettings } from "./server-settings.js";
import { displayName, showSessionSwitch } from "./session-switch.js";
import { Ticker } from "./ticker.js";
import { tokenRoute } from "./token-routes.js";
import { WidgetForm } from "./widget-form.js";
import { WidgetList } from "./widget-list.js";

/** @type {import("../../src/npm/index.js").TokenManager | undefined} */
let tokens;
let unmountInspector = () => {};
/** @type {import("./token-routes.js").TokenRoute | undefined} */
let route;
/** @type {number | null} */
let lifetimeSeconds = null;
/** @type {string | null} */
let user = null;
/** @type {import("./demo-server.js").Organization[]} */
let organizations = [];
let hasControls = false;
let starts = 0;
/** @type {Map<string, string>} of organizations, those of earlier users, too */
const names = new Map();

const ticker = new Ticker();
const flow = showFlow({ toManager: "wire-to-manager", toRoute: "wire-to-route", toWorkos: "wire-to-workos" });
const serverCount = new ServerCount((count) => {
  byId("server-count").textContent = count.toLocaleString("en");
});
const form = new WidgetForm(/** @type {HTMLFormElement} */ (byId("widget-form")), (key) => widgets.add(key));
const widgets = new WidgetList({
  list: byId("cards"),
  emptyNote: byId("no-cards"),
  afterLast: form.button,
  organizationOf,
  onRead: flow.asked,
});
const faults = new FaultPanel({
  list: byId("fault-list"),
  watch: byId("fault-watch"),
  stopButton: /** @type {HTMLButtonElement} */ (byId("stop-faults")),
  ticker,
  onStart: ({ name }) => {
    note(`Switched on: ${name}.`);
    widgets.fetchAgain();
  },
});
const settings = showServerSettings({ onRoute: chooseRoute, onLifetime: chooseLifetime });
showBurst({
  button: /** @type {HTMLButtonElement} */ (byId("burst-button")),
  picture: byId("burst-picture"),
  result: byId("burst-result"),
  target: () => tokens && organizations[0] && { tokens, organizationId: organizations[0].id },
});
byId("tab-button").addEventListener("click", () => window.open("/"));
byId("dispose-button").addEventListener("click", () => (tokens ? disposeOfManager() : startManager()));
window.addEventListener("unhandledrejection", ({ reason }) => complain(reason));

open().catch(complain);

async function open() {
  const session = await readSession();
  const showUser = showSessionSwitch(byId("user-segments"), session.users, switchUser);
  user = session.user;
  showUser(user);
  if (user === null) {
    form.offer([]);
    byId("starting").textContent = "Nobody is signed in. Choose somebody to begin.";
    return;
  }
  await begin();
}

/** Shows what the server offers, starts the manager, and puts two widgets on the page. */
async function begin() {
  const offer = await takeOffer();
  ({ hasControls } = offer);
  settings.offer(offer.tokenRoutes);
  route = tokenRoute(offer.tokenRoutes[0]);
  form.fit(route);
  byId("no-controls").hidden = hasControls;
  for (const part of document.querySelectorAll("[data-needs-controls]")) {
    /** @type {HTMLElement} */ (part).hidden = !hasControls;
  }
  if (hasControls) await takeState();
  await startManager();
  byId("starting").hidden = organizations.length > 0;
  if (organizations.length === 0) {
    byId("starting").textContent = "This user belongs to no organization. Start the demo with WORKOS_ORGANIZATION_ID.";
    return;
  }
  for (const widgetScope of /** @type {const} */ (["sso", "dsync"])) {
    widgets.add({ organizationId: organizations[0].id, widgetScope });
  }
}

async function takeOffer() {
  const offer = await readOffer();
  organizations = offer.organizations;
  for (const { id, name } of organizations) names.set(id, name);
  form.offer(organizations);
  return offer;
}

async function takeState() {
  let state = await readState();
  if (!isOfferedLifetime(state.lifetimeSeconds)) state = await setLifetime(DEFAULT_LIFETIME_SECONDS);
  lifetimeSeconds = state.lifetimeSeconds;
  faults.show(state);
}

async function startManager() {
  starts += 1;
  const start = starts;
  if (hasControls) await serverCount.restart();
  // The visitor may have chosen something else meanwhile.
  if (start !== starts || !route) return;
  tokens = createTokenManager({
    endpoint: route.path,
    user: user ?? undefined,
    shareAcrossTabs: user !== null,
    // Where nothing says when a token ends, the manager has to be told.
    defaultLifetimeMs: route.saysExpiry || lifetimeSeconds === null ? undefined : lifetimeSeconds * 1_000,
  });
  for (const name of /** @type {const} */ (["token", "error"])) tokens.on(name, noteRequest);
  unmountInspector();
  unmountInspector = mountInspector(tokens, { parent: byId("inspector"), label: organizationOf });
  settings.show(route, lifetimeSeconds);
  widgets.mountOn(tokens);
  byId("dispose-button").textContent = "Dispose of the manager";
}

function disposeOfManager() {
  tokens?.dispose();
  widgets.freeze();
  tokens = undefined;
  byId("dispose-button").textContent = "Start a new manager";
  note("Disposed of the manager: no requests, no timers, no tokens.");
}

async function restartManager() {
  tokens?.dispose();
  widgets.freeze();
  tokens = undefined;
  await startManager();
}

/** @param {string} path */
async function chooseRoute(path) {
  route = tokenRoute(path);
  form.fit(route);
  note(`Another token route, so another manager: ${path}.`);
  await restartManager();
}

/** @param {number} seconds */
async function chooseLifetime(seconds) {
  ({ lifetimeSeconds } = await setLifetime(seconds));
  note(`New tokens live ${seconds} s.`);
  if (!route || !tokens) return;
  settings.show(route, lifetimeSeconds);
  if (route.saysExpiry) widgets.fetchAgain();
  else await restartManager();
}

/** @param {string | null} next */
async function switchUser(next) {
  const isFirst = !route;
  const session = await signIn(next);
  user = session.user;
  note(user === null ? "Signed out: every token is dropped." : `${displayName(user)} is signed in: other tokens.`);
  if (isFirst) return user === null ? undefined : begin();
  if (user === null) {
    tokens?.clear();
    organizations = [];
    form.offer([]);
  } else {
    tokens?.setUser(user);
    await takeOffer();
  }
}

/** @param {{ key: import("../../src/npm/index.js").TokenKey }} event */
function noteRequest(event) {
  if ("lifetimeMs" in event) byId("complaint").hidden = true;
  if (tokens?.source(event.key).peek()?.shared) return noteShared(tokens.stats().shared ?? 0);
  flow.requested();
  if (hasControls) serverCount.refresh();
}

/** @param {number} count of tokens from other tabs */
function noteShared(count) {
  byId("tab-result").textContent =
    `${count} ${count === 1 ? "token" : "tokens"} came from another tab, without a request.`;
}

/**
 * Says what the visitor's last act did.
 *
 * @param {string} words
 */
function note(words) {
  byId("last-act").textContent = words;
}

/** @param {import("../../src/npm/index.js").TokenKey} key */
function organizationOf({ organizationId }) {
  return names.get(organizationId) ?? organizationId;
}

/** @param {unknown} reason */
function complain(reason) {
  const complaint = byId("complaint");
  const message = reason instanceof Error ? reason.message : String(reason);
  complaint.hidden = false;
  complaint.textContent = `Something went wrong on this page (${message}). Is the demo server still running?`;
}

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
