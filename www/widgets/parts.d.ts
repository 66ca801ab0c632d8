// What the parts of the page hand to each other.

export type { TokenManager, TokenSnapshot, TokenSource, WidgetScope } from "../../src/npm/index.js";
export type { Offer, Organization, ServerState, Session } from "../demo/demo-server.js";
export type { Ticker } from "../demo/ticker.js";
export type { Widget } from "./six.js";
export type { JudgedRequest, WatchedKey } from "./watched-key.js";
export type { WidgetRequests } from "./widget-requests.js";
