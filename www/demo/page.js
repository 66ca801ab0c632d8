import { showBurst } from "./burst.js";
import { showCounters } from "./counters.js";
import { readOffer, readSession, readState, setLifetime, signIn } from "./demo-server.js";
import { EventLog } from "./event-log.js";
import { FaultPanel } from "./fault-panel.js";
import { showFlow } from "./flow-picture.js";
import { KeyLabels } from "./key-label.js";
import { LiveManager } from "./live-manager.js";
import { ServerCount } from "./server-count.js";
import { DEFAULT_LIFETIME_SECONDS, isOfferedLifetime, showServerSettings } from "./server-settings.js";
import { displayName, showSessionSwitch } from "./session-switch.js";
import { Ticker } from "./ticker.js";
import { tokenRoute } from "./token-routes.js";
import { WidgetForm } from "./widget-form.js";
import { WidgetList } from "./widget-list.js";

/** @type {LiveManager | undefined} */
let manager;
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

const ticker = new Ticker();
const labels = new KeyLabels();
const flow = showFlow({ toManager: "wire-to-manager", toRoute: "wire-to-route", toWorkos: "wire-to-workos" });
const log = new EventLog(byId("event-log"), byId("event-summary"), labels);
const counters = showCounters(byId("counters"));
const serverCount = new ServerCount(counters.showServer);
const form = new WidgetForm(/** @type {HTMLFormElement} */ (byId("widget-form")), (key) => widgets.add(key));
const widgets = new WidgetList({
  list: byId("cards"),
  emptyNote: byId("no-cards"),
  afterLast: form.button,
  labels,
  ticker,
  onRead: noteRead,
});
const faults = new FaultPanel({
  list: byId("fault-list"),
  watch: byId("fault-watch"),
  stopButton: /** @type {HTMLButtonElement} */ (byId("stop-faults")),
  ticker,
  onStart: ({ name }) => {
    log.note(`Switched on: ${name}.`);
    manager?.fetchAnew();
  },
});
const settings = showServerSettings({ onRoute: chooseRoute, onLifetime: chooseLifetime });
showBurst({
  button: /** @type {HTMLButtonElement} */ (byId("burst-button")),
  picture: byId("burst-picture"),
  result: byId("burst-result"),
  target: () => manager && organizations[0] && { tokens: manager.tokens, organizationId: organizations[0].id },
});
byId("dispose-button").addEventListener("click", () => (manager ? disposeOfManager() : startManager()));
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
  labels.learn(organizations);
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
  manager = new LiveManager(
    {
      endpoint: route.path,
      user: user ?? undefined,
      // Where nothing says when a token ends, the manager has to be told.
      defaultLifetimeMs: route.saysExpiry || lifetimeSeconds === null ? undefined : lifetimeSeconds * 1_000,
    },
    noteEvent,
  );
  settings.show(route, lifetimeSeconds);
  widgets.mountOn(manager);
  byId("dispose-button").textContent = "Dispose of the manager";
  showNumbers();
}

function disposeOfManager() {
  manager?.dispose();
  widgets.freeze();
  manager = undefined;
  byId("dispose-button").textContent = "Start a new manager";
  log.note("Disposed of the manager: no requests, no timers, no tokens.");
}

async function restartManager() {
  manager?.dispose();
  widgets.freeze();
  manager = undefined;
  await startManager();
}

/** @param {string} path */
async function chooseRoute(path) {
  route = tokenRoute(path);
  form.fit(route);
  log.note(`Another token route, so another manager: ${path}.`);
  await restartManager();
}

/** @param {number} seconds */
async function chooseLifetime(seconds) {
  ({ lifetimeSeconds } = await setLifetime(seconds));
  log.note(`New tokens live ${seconds} s.`);
  if (!route || !manager) return;
  settings.show(route, lifetimeSeconds);
  if (route.saysExpiry) manager.fetchAnew();
  else await restartManager();
}

/** @param {string | null} next */
async function switchUser(next) {
  const isFirst = !route;
  const session = await signIn(next);
  user = session.user;
  log.note(user === null ? "Signed out: every token is dropped." : `${displayName(user)} is signed in: other tokens.`);
  if (isFirst) return user === null ? undefined : begin();
  if (user === null) {
    manager?.tokens.clear();
    organizations = [];
    form.offer([]);
  } else {
    manager?.tokens.setUser(user);
    await takeOffer();
  }
}

/** @param {import("./live-manager.js").ManagerEvent} event */
function noteEvent(event) {
  log.tell(event);
  showNumbers();
  if (event.name === "token") byId("complaint").hidden = true;
  if (event.name !== "token" && event.name !== "error") return;
  flow.requested();
  if (hasControls) serverCount.refresh();
}

function noteRead() {
  flow.asked();
  // The read itself comes after this.
  queueMicrotask(showNumbers);
}

function showNumbers() {
  if (manager) counters.showManager(manager.tokens.stats());
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
