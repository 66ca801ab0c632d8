/** A server that streams the app, and delays its late part until the test allows it; runs in the tests' process. */

import * as React from "react";
import { renderToPipeableStream } from "react-dom/server";
import { createTokenManager } from "workos-widget-tokens";
import { App } from "./app.js";

// One for all visitors, like a module of a server.
const tokens = createTokenManager({ endpoint: "/api/widget-token" });

export const stats = () => tokens.stats();

/**
 * @param {import("node:http").ServerResponse} response
 * @param {Promise<void>} opened when the late part may be rendered
 */
export function streamPage(response, opened) {
  let isOpen = false;
  const wait = () => {
    if (!isOpen) throw opened;
  };
  opened.then(() => {
    isOpen = true;
  });
  response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
  response.write('<!doctype html><title>Streamed</title><link rel="icon" href="data:,"><div id="app">');
  const { pipe } = renderToPipeableStream(React.createElement(App, { tokens, wait }), {
    bootstrapModules: ["/client.js"],
    onShellReady: () => pipe(response),
  });
}
