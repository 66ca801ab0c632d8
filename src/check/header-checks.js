// Headers of the reply with the token.

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
    return wrong(`The reply comes from a shared cache and is ${ageSeconds} s old (Age).`, {
      effect: "A user may receive another user's token, and read and change that organization.",
      mend: "Send no-store with every reply, and exclude the route from the CDN's rules.",
      code: NO_STORE,
    });
  }
  if (directives.includes("no-store")) return ok("Cache-Control is no-store.");
  if (isForSharedCaches(directives, headers)) {
    const header = control === null ? "Expires" : `Cache-Control "${quote(control)}"`;
    return wrong(`${header} lets shared caches store the token.`, {
      effect: "A user may receive another user's token, and read and change that organization.",
      mend: "Forbid caching.",
      code: NO_STORE,
    });
  }
  return warning(control === null ? "There is no Cache-Control." : `Cache-Control is "${quote(control)}".`, {
    effect: "A POST is rarely cached, but a CDN or proxy configured to do so could return one token to several users.",
    mend: "Forbid caching.",
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
  // Without a max-age, Expires applies.
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
  if (!found) return ok("The token is only in the body.");
  const name = found[0].toLowerCase();
  const effects = new Map([
    [
      "set-cookie",
      "The browser sends the token with every request to this site, and keeps it after the user has signed out.",
    ],
    ["location", "The token is part of a URL: it ends up in the history, in logs and in Referer headers."],
  ]);
  return wrong(`The token is also in the header ${found[0]}.`, {
    effect: effects.get(name) ?? "Proxies and servers log headers, and the token with them.",
    mend: "Send it only in the JSON body.",
    code: "response.json({ token });",
  });
}
