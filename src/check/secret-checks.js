// What no reply may contain.

import { ok, wrong } from "./findings.js";

/** @typedef {import("./check.js").Reply} Reply */
/** @typedef {import("./check.js").Evidence} Evidence */

const SECRET_KEY = /(?<![\w-])sk_\w{8,}/;
// Base64url may contain the letters of a key by chance.
const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const STACK_TRACES = [
  /\bat\s[^\n]{0,300}?(\.[cm]?[jt]sx?|\.java|\.kt|\.cs|node:[\w/]+):\d+/,
  /Traceback \(most recent call last\)/,
  /\.rb:\d+:in /,
  /\.php(:\d+|\(\d+\)|\son line \d)/,
  /[\\/]node_modules[\\/]/,
];

/** @type {import("./check.js").OverallCheck[]} */
export const secretChecks = [
  { id: "secrets/key", look: key },
  { id: "secrets/stack-trace", look: stackTrace },
];

/** @param {Evidence} evidence */
function key(evidence) {
  const leaky = repliesOf(evidence).find(([, reply]) => SECRET_KEY.test(everythingIn(reply).replace(JWT, "")));
  if (!leaky) return ok("No reply contains a secret key.");
  return wrong(`The reply to "${leaky[0]}" (status ${leaky[1].status}) contains a secret key (sk_…).`, {
    effect: "Anyone who sees it can do everything your server can, for every organization.",
    mend: "Rotate the key in the WorkOS dashboard now; then answer with only the token, or with an error's message, never with the whole error or its request.",
    code: "response.json({ token }); // and not response.json(reply), or response.json(error)",
  });
}

/** @param {Evidence} evidence */
function stackTrace(evidence) {
  const leaky = repliesOf(evidence).find(([, { text }]) => STACK_TRACES.some((trace) => trace.test(text)));
  if (!leaky) return ok("No reply contains a stack trace.");
  return wrong(`The reply to "${leaky[0]}" (status ${leaky[1].status}) contains a stack trace.`, {
    effect: "It reveals the server's paths and libraries, and tells users nothing.",
    mend: "Answer errors with your own JSON, and run the server with NODE_ENV=production.",
    code: 'app.use((error, request, response, next) => response.status(error.status ?? 500).json({ error: "server_error" }));',
  });
}

/**
 * @param {Evidence} evidence
 * @returns {[name: string, reply: Reply][]}
 */
function repliesOf({ exchanges }) {
  return [...exchanges.values()].flatMap(({ name, reply }) => (reply ? [[name, reply]] : []));
}

/** @param {Reply} reply */
function everythingIn({ headerLines, text }) {
  return [...headerLines.flat(), text].join("\n");
}
