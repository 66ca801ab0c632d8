/**
 * A kind of failure: the visitor's text, and the server's fault.
 *
 * @typedef {object} FaultKind
 * @property {string} name
 * @property {string} detail
 * @property {string} watch what to watch while it is on
 * @property {string} [rivals] of the kinds with the same value here, one can be on
 * @property {{ kind: string, forMs: number } & Record<string, unknown>} fault
 */

const HOUR_MS = 3_600_000;
const LOGIN_PAGE = "<!doctype html><title>Sign in</title><h1>Sign in</h1><form><input name=password></form>";

/** @type {FaultKind[]} */
export const FAULT_KINDS = [
  {
    name: "WorkOS is down",
    detail: "500 for 15 s",
    watch: "The current token stays in use, and the pauses between retries grow.",
    fault: { kind: "status", status: 500, forMs: 15_000 },
  },
  {
    name: "Rate limited",
    detail: "429 for 10 s",
    watch: "The route gives each refused request its own slot, and the manager waits for it.",
    fault: { kind: "status", status: 429, retryAfter: 10, forMs: 10_000 },
  },
  {
    name: "Slow",
    detail: "+3 s for 20 s",
    watch: "Nobody waits: the next token is requested long before the current one expires.",
    fault: { kind: "delay", delayMs: 3_000, forMs: 20_000 },
  },
  {
    name: "The connection drops",
    detail: "10 s",
    watch: "A lost reply leads to a retry; when the browser is online again, at once.",
    fault: { kind: "drop", at: "app", forMs: 10_000 },
  },
  {
    name: "The route stalls half-way",
    detail: "15 s",
    watch: "A stalled reply is aborted after 10 s, and the request retried.",
    fault: { kind: "stall", at: "app", forMs: 15_000 },
  },
  {
    name: "A login page instead of JSON",
    detail: "10 s",
    watch: "No widget receives it, and there is no automatic retry: press Ask again on a card.",
    fault: { kind: "reply", at: "app", status: 200, contentType: "text/html", body: LOGIN_PAGE, forMs: 10_000 },
  },
  {
    name: "Your clock is an hour fast",
    detail: "30 s",
    watch: "Nothing changes: lifetimes are measured by the server's own times.",
    rivals: "clock",
    fault: { kind: "clock", offsetMs: -HOUR_MS, forMs: 30_000 },
  },
  {
    name: "Your clock is an hour slow",
    detail: "30 s",
    watch: "Nothing changes: lifetimes are measured by the server's own times.",
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
