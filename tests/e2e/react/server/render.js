/** Renders the app as a server does, for many organizations, and prints the result; runs in Node. */

import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import * as React from "react";
import { renderToPipeableStream, renderToString } from "react-dom/server";
import { createTokenManager } from "workos-widget-tokens";
import { App } from "./app.js";

const said = [];
for (const kind of ["log", "warn", "error"]) console[kind] = (...parts) => said.push([kind, ...parts].join(" "));
let requests = 0;
globalThis.fetch = () => {
  requests++;
  return Promise.reject(new Error("a server sends no request"));
};

const h = React.createElement;
const tokens = createTokenManager({ endpoint: "/api/widget-token" });
const organizations = Array.from({ length: 100 }, (_, index) => `org_${index + 1}`);

async function rendered(element) {
  const stream = new PassThrough();
  const { pipe } = renderToPipeableStream(element, { onAllReady: () => pipe(stream) });
  return text(stream);
}

async function main() {
  const timersBefore = timers();
  const html = renderToString(h(App, { tokens, organizations: ["org_1"] }));
  for (let count = 0; count < 10; count++) renderToString(h(App, { tokens, organizations }));
  const streamed = await rendered(h(App, { tokens, organizations }));
  const broken = renderToString(h(App, { tokens, organizations: ["not one"] }));
  const { entries, fetches } = tokens.stats();
  const user = tokens.source({ organizationId: "org_1", widgetScope: "sso" }).peek() ?? "none";
  process.stdout.write(
    JSON.stringify({ html, streamed, broken, entries, fetches, user, requests, said, timers: timers() - timersBefore }),
  );
}

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;

main();
