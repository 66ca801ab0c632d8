// Headers of the reply that holds the token.

import { ok, warning, wrong } from "./findings.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

const NO_STORE = 'response.set("Cache-Control", "no-store");';

/** @type {import("./check.js").ReplyCheck[]} */
export const headerChecks = [
  { id: "headers/cache", of: "first", look: cache },
  { id: "headers/token", of: "first", look: tokenInHeaders },
];

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function cache({ headers }, { token, quote }) {
  if (!token) return undefined;
  const control = headers.get("cache-control");
  const directives = (control ?? "").toLowerCase().split(/\s*,\s*/);
  const ageSeconds = Number(headers.get("age") ?? 0);
  if (ageSeconds > 0) {
    return wrong(`The reply comes out of a shared cache, where it has lain for ${ageSeconds} s (Age).`, {
      effect: "One user may be handed another user's token, and see and change that organization.",
      mend: "Send no-store with every reply, and take the route out of the CDN's rules.",
      code: NO_STORE,
    });
  }
  if (directives.includes("no-store")) return ok("Cache-Control forbids to store it.");
  if (isForSharedCaches(directives, headers)) {
    const header = control === null ? "Expires" : `Cache-Control "${quote(control)}"`;
    return wrong(`${header} lets shared caches store the token.`, {
      effect: "One user may be handed another user's token, and see and change that organization.",
      mend: "Forbid caches to store it.",
      code: NO_STORE,
    });
  }
  return warning(control === null ? "There is no Cache-Control." : `Cache-Control is "${quote(control)}".`, {
    effect:
      "A POST is seldom cached, but a CDN or proxy that is told to do so could hand out one token to several users.",
    mend: "Forbid all caches to store it.",
    code: NO_STORE,
  });
}

/**
 * @param {string[]} directives
 * @param {Headers} headers
 */
function isForSharedCaches(directives, headers) {
  if (directives.some((each) => each.startsWith("private") || each.startsWith("no-cache"))) return false;
  if (directives.includes("public") || directives.some((each) => /^(s-maxage|max-age)="?0*[1-9]/.test(each)))
    return true;
  const hasAge = directives.some((each) => /^(s-maxage|max-age)=/.test(each));
  // Without an age in Cache-Control, an older header counts.
  return !hasAge && Date.parse(headers.get("expires") ?? "") > Date.parse(headers.get("date") ?? "");
}

/**
 * @param {Reply} reply
 * @param {Evidence} evidence
 */
function tokenInHeaders({ headerLines }, { token }) {
  if (!token) return undefined;
  const text = token.token;
  const found = headerLines.find(([, value]) => value.includes(text) || value.includes(encodeURIComponent(text)));
  if (!found) return ok("The token is in the body alone.");
  const name = found[0].toLowerCase();
  const effects = new Map([
    [
      "set-cookie",
      "The browser sends the token with every request to this site, and keeps it when the user has signed out.",
    ],
    ["location", "The token is part of a URL: it stays in histories, in logs, and in Referer headers of other sites."],
  ]);
  return wrong(`The token is in the header ${found[0]} as well.`, {
    effect: effects.get(name) ?? "Proxies and servers write headers into their logs, where others can take the token.",
    mend: "Send it in the JSON body alone.",
    code: "response.json({ token });",
  });
}
