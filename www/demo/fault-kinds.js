/**
 * A way to go wrong: what the visitor reads, and what the server is told.
 *
 * @typedef {object} FaultKind
 * @property {string} name
 * @property {string} detail
 * @property {string} watch what there is to see while it is on
 * @property {string} [rivals] of kinds with the same word here, one can be on
 * @property {{ kind: string, forMs: number } & Record<string, unknown>} fault
 */

const HOUR_MS = 3_600_000;
const LOGIN_PAGE = "<!doctype html><title>Sign in</title><h1>Sign in</h1><form><input name=password></form>";

/** @type {FaultKind[]} */
export const FAULT_KINDS = [
  {
    name: "WorkOS is down",
    detail: "500 for 15 s",
    watch: "The token at hand still serves, and the pauses between tries grow.",
    fault: { kind: "status", status: 500, forMs: 15_000 },
  },
  {
    name: "Rate limited",
    detail: "429 for 10 s",
    watch: "The route tells each refused request its own slot, and the manager keeps to it, for every key at once.",
    fault: { kind: "status", status: 429, retryAfter: 10, forMs: 10_000 },
  },
  {
    name: "Slow",
    detail: "+3 s for 20 s",
    watch: "Nobody waits: the next token is asked for long before the last one ends.",
    fault: { kind: "delay", delayMs: 3_000, forMs: 20_000 },
  },
  {
    name: "The connection drops",
    detail: "10 s",
    watch: "A lost reply is tried again; when the browser says it is back online, at once.",
    fault: { kind: "drop", at: "app", forMs: 10_000 },
  },
  {
    name: "The route stalls half-way",
    detail: "15 s",
    watch: "Half a reply is given up after 10 s, and asked for again.",
    fault: { kind: "stall", at: "app", forMs: 15_000 },
  },
  {
    name: "A login page instead of JSON",
    detail: "10 s",
    watch: "Never handed to a widget, and not tried again by itself: press Ask again on a card.",
    fault: { kind: "reply", at: "app", status: 200, contentType: "text/html", body: LOGIN_PAGE, forMs: 10_000 },
  },
  {
    name: "Your clock is an hour fast",
    detail: "30 s",
    watch: "Nothing changes: lives are measured by the server's own times.",
    rivals: "clock",
    fault: { kind: "clock", offsetMs: -HOUR_MS, forMs: 30_000 },
  },
  {
    name: "Your clock is an hour slow",
    detail: "30 s",
    watch: "Nothing changes: lives are measured by the server's own times.",
    rivals: "clock",
    fault: { kind: "clock", offsetMs: HOUR_MS, forMs: 30_000 },
  },
];

/**
 * Whether a fault that is on at the server is of this kind.
 *
 * @param {FaultKind} kind
 * @param {import("./demo-server.js").ActiveFault} active
 */
export function isOfKind({ fault }, active) {
  return Object.entries(fault).every(([name, value]) => name === "forMs" || active[name] === value);
}
