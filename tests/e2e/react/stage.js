/** What the pages with React provide, in addition to every page; runs in the browser. */

import "/page.js";
import * as React from "react";
import * as ReactDOM from "react-dom";
import { createRoot, hydrateRoot } from "react-dom/client";
import { useAuthToken, useWidgetToken, WidgetTokens } from "workos-widget-tokens/react";

export const h = React.createElement;

/** The claims of a token, if it can be read. */
function claimsOf(token) {
  try {
    return JSON.parse(atob(token.split(".")[1]));
  } catch {
    return {};
  }
}

/** Which of the route's tokens it is. */
const nameOf = (token) => token && claimsOf(token).jti;

/** Its user and organization. */
const ownerOf = (token) => token && [claimsOf(token).sub, claimsOf(token).org_id].join(" ").trim();

/** What each probe has rendered, in order. */
const renders = {};
/** What each probe received last. */
const given = {};

/**
 * Shows what the hook returns: below a `WidgetTokens`, or with its own manager.
 */
function Probe({ name = "probe", tokens, scope = "sso", organizationId }) {
  const key = { widgetScope: scope, ...(organizationId && { organizationId }) };
  const widgetToken = tokens ? useWidgetToken(tokens, key) : useWidgetToken(key);
  const { status, token, error } = widgetToken;
  const text = [status, nameOf(token), error?.code].filter(Boolean).join(" ");
  given[name] = widgetToken;
  renders[name] ??= [];
  renders[name].push(text);
  return h("output", { id: name }, text);
}

/** What a probe shows. */
const shown = (name = "probe") => document.getElementById(name)?.textContent;

/** Like that of other pages, but it fails in the end, and reports what is there instead. */
async function until(condition) {
  const startMs = realNowMs();
  while (!condition()) {
    if (realNowMs() - startMs > LIMIT_MS) throw new Error(`not ${condition}, but ${JSON.stringify(renders)}`);
    await task();
  }
}

const LIMIT_MS = 30_000;

/** The real time, because the page's clock may stand still. */
const realNowMs = () => new Event("now").timeStamp;

/** Resolves when a probe shows this. */
const shows = (text, name) =>
  until(() => shown(name) === text).catch(({ message }) => {
    throw new Error(`${name ?? "the probe"} shows ${shown(name)} and not ${text}: ${message}`);
  });

/** Renders into a new root, and returns it. */
function mount(element, options) {
  const container = document.body.appendChild(document.createElement("div"));
  const root = createRoot(container, options);
  root.render(element);
  return Object.assign(root, { container });
}

/** Runs it synchronously, as a click would. */
const atOnce = (action) => ReactDOM.flushSync(action);

/** Resolves when React has done its pending work. */
async function rest() {
  for (let count = 0; count < 40; count++) await task();
}

class Boundary extends React.Component {
  state = {};
  static getDerivedStateFromError(error) {
    return { error };
  }
  render() {
    const { error } = this.state;
    return error ? h("output", { id: "boundary" }, error.code ?? error.message) : this.props.children;
  }
}

Object.assign(globalThis, { React, ReactDOM, h, createRoot, hydrateRoot });
Object.assign(globalThis, { useAuthToken, useWidgetToken, WidgetTokens });
Object.assign(globalThis, {
  Probe,
  Boundary,
  mount,
  atOnce,
  rest,
  until,
  nameOf,
  ownerOf,
  renders,
  given,
  shown,
  shows,
});
