// What is measured: this package, its former design, hand-written code, and other libraries.

import { BASELINE } from "./baseline.js";

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} file defines its readers, in the page: `warm`, `cold` and `holding`
 * @property {"ours" | "baseline" | "floor" | "peer"} kind
 * @property {string[]} [packages] whose versions are listed
 * @property {string} [app] the least that an app would bundle of it
 * @property {{ holding?: string, start?: string }} cannot which rows it cannot run, and why
 */

/** Libraries that keep a single token. */
const ONE_TOKEN = { holding: "one token" };
/** Libraries that need an identity provider with a signed-in user. */
const ONE_SESSION = { ...ONE_TOKEN, start: "needs a session" };

/** @type {Contender[]} */
export const CONTENDERS = [
  {
    name: "source.getToken()",
    file: "ours/by-source.js",
    kind: "ours",
    cannot: {},
  },
  {
    name: "tokens.getToken(key)",
    file: "ours/by-key.js",
    kind: "ours",
    cannot: {},
  },
  {
    name: `workos-widget-tokens at ${BASELINE}`,
    file: "baseline/by-source.js",
    kind: "baseline",
    cannot: {},
  },
  {
    name: `workos-widget-tokens at ${BASELINE}, by key`,
    file: "baseline/by-key.js",
    kind: "baseline",
    cannot: {},
  },
  {
    name: "async Map read, by hand",
    file: "floors/map.js",
    kind: "floor",
    cannot: {},
  },
  {
    name: "bare fetch",
    file: "floors/bare-fetch.js",
    kind: "floor",
    cannot: { holding: "holds none" },
  },
  {
    name: "smithy memoize",
    file: "peers/memoize.js",
    kind: "peer",
    packages: ["@smithy/property-provider"],
    app: `import { memoize } from "@smithy/property-provider";
      export const start = (provider) => memoize(provider, (held) => held.end < Date.now(), () => true);`,
    cannot: ONE_TOKEN,
  },
  {
    name: "query-core fetchQuery",
    file: "peers/query-core.js",
    kind: "peer",
    packages: ["@tanstack/query-core"],
    app: `import { QueryClient } from "@tanstack/query-core";
      const client = new QueryClient();
      export const read = (queryKey, queryFn) => client.fetchQuery({ queryKey, queryFn, staleTime: 540_000 });`,
    cannot: {},
  },
  {
    name: "Firebase App Check",
    file: "peers/app-check.js",
    kind: "peer",
    packages: ["@firebase/app", "@firebase/app-check"],
    app: `import { initializeApp } from "@firebase/app";
      import { CustomProvider, getToken, initializeAppCheck } from "@firebase/app-check";
      export function start(settings, provide) {
        const provider = new CustomProvider({ getToken: provide });
        const appCheck = initializeAppCheck(initializeApp(settings), { provider, isTokenAutoRefreshEnabled: true });
        return () => getToken(appCheck);
      }`,
    cannot: ONE_TOKEN,
  },
  {
    name: "authkit-js",
    file: "peers/authkit.js",
    kind: "peer",
    packages: ["@workos-inc/authkit-js"],
    app: `import { createClient } from "@workos-inc/authkit-js";
      export async function start(id) {
        const client = await createClient(id);
        return () => client.getAccessToken();
      }`,
    cannot: ONE_SESSION,
  },
  {
    name: "oidc-client-ts",
    file: "peers/oidc-client.js",
    kind: "peer",
    packages: ["oidc-client-ts"],
    app: `import { UserManager } from "oidc-client-ts";
      export function start(settings) {
        const manager = new UserManager(settings);
        return async () => (await manager.getUser()) ?? manager.signinSilent();
      }`,
    cannot: ONE_SESSION,
  },
  {
    name: "Supabase auth",
    file: "peers/supabase.js",
    kind: "peer",
    packages: ["@supabase/auth-js"],
    app: `import { GoTrueClient } from "@supabase/auth-js";
      export function start(settings) {
        const client = new GoTrueClient(settings);
        return () => client.getSession();
      }`,
    cannot: ONE_SESSION,
  },
  {
    name: "Okta",
    file: "peers/okta.js",
    kind: "peer",
    packages: ["@okta/okta-auth-js"],
    app: `import { OktaAuth } from "@okta/okta-auth-js/core";
      export function start(settings) {
        const okta = new OktaAuth(settings);
        return () => okta.getOrRenewAccessToken();
      }`,
    cannot: ONE_SESSION,
  },
  {
    name: "Auth0 SPA",
    file: "peers/auth0.js",
    kind: "peer",
    packages: ["@auth0/auth0-spa-js"],
    app: `import { Auth0Client } from "@auth0/auth0-spa-js";
      export function start(settings) {
        const client = new Auth0Client(settings);
        return () => client.getTokenSilently();
      }`,
    cannot: { start: ONE_SESSION.start },
  },
  {
    name: "MSAL",
    file: "peers/msal.js",
    kind: "peer",
    packages: ["@azure/msal-browser"],
    app: `import { PublicClientApplication } from "@azure/msal-browser";
      export async function start(settings) {
        const client = new PublicClientApplication(settings);
        await client.initialize();
        return (request) => client.acquireTokenSilent(request);
      }`,
    cannot: { holding: "too slow to fill", start: ONE_SESSION.start },
  },
];

/**
 * The contenders that can be measured here.
 *
 * @param {string | undefined} baseline the folder of its build, if there is one
 */
export const contendersWith = (baseline) =>
  CONTENDERS.filter(({ kind }) => kind !== "baseline" || baseline !== undefined);
