/** How keys, times, states and failures are put in words. */

/**
 * A length of time: "23 s", "4 min 05 s", "1 h 00 min".
 *
 * @param {number} ms
 */
export function formatTime(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** @param {number} number */
const twoDigits = (number) => String(number).padStart(2, "0");

/**
 * How far the local clock is ahead of the server's. Replies tell the time in whole seconds, so a second or two is
 * no difference.
 *
 * @param {number | undefined} skewMs
 */
export function formatSkew(skewMs) {
  if (skewMs === undefined) return "not measured";
  const size = Math.abs(skewMs);
  return size < 2_000 ? "right" : `${formatTime(size)} ${skewMs > 0 ? "fast" : "slow"}`;
}

/** @param {number} atMs */
export const formatClock = (atMs) => new Date(atMs).toTimeString().slice(0, 8);

/**
 * @param {number} count
 * @param {string} noun
 */
export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** @param {import("../index.js").TokenKey} key */
export const scopesOf = ({ widgetScope }) => [widgetScope].flat().join(", ");

/**
 * A token cut so short that it opens nothing, and yet two can be told apart.
 *
 * @param {string | undefined} token
 */
export const shortToken = (token = "") =>
  token.length > 20 ? `${token.slice(0, 10)}…${token.slice(-4)}` : token && "…";

/**
 * A state in words: first whether the widget has what it needs, then what troubles the manager, and what to do.
 *
 * @param {import("./key-history.js").KeyHistory} history
 * @returns {{ sign: import("./dom.js").IconName, words: string, note: string }}
 */
export function statusOf({ state, trouble }) {
  const { status, token } = state?.snapshot ?? {};
  if (!status) return { sign: "off", words: "Holds no token", note: "" };
  const isRefused = status === "failed";
  const note = trouble ? `${trouble.message}. ${isRefused ? "Not retried automatically." : "Trying again."}` : "";
  if (token) {
    const more = status === "refreshing" ? ", fetching the next" : trouble ? ", the next could not be fetched" : "";
    return { sign: "valid", words: `Token is ${trouble ? "still " : ""}valid${more}`, note };
  }
  if (isRefused) return { sign: "refused", words: "Refused: no token", note };
  if (trouble) return { sign: "waiting", words: "No token yet, widgets wait", note };
  return { sign: "off", words: "Fetching a token", note };
}

/**
 * How it goes, in a sentence or two, for somebody who sees this for the first time.
 *
 * @param {import("./key-history.js").KeyHistory[]} histories
 */
export function verdictOn(histories) {
  const known = histories.filter(({ state }) => state?.snapshot);
  const held = known.filter(({ state }) => state?.snapshot?.token !== undefined);
  const troubled = known.filter(({ trouble }) => trouble);
  const trouble = troubled[0]?.trouble;
  if (known.length === 0) return "No token has been asked for yet.";
  if (!trouble) {
    if (held.length < known.length) return `Fetching: ${held.length} of ${plural(known.length, "token")} at hand.`;
    return held.length === 1 ? "The token is valid." : `All ${held.length} tokens are valid.`;
  }
  const { code, status, retryAfterMs } = trouble;
  const pause = retryAfterMs ? ` The route asked for a pause of ${formatTime(retryAfterMs)}.` : "";
  const why = `${plural(troubled.length, "key")} cannot get a new token (${[code, status].join(" ").trim()}).${pause}`;
  const without = troubled.filter((history) => !held.includes(history));
  if (without.length === 0) return `${why} The tokens at hand are still valid: widgets notice nothing.`;
  const isWaiting = without.some(({ state }) => state?.snapshot?.status !== "failed");
  const then = isWaiting ? "Their widgets wait, and go on by themselves." : "Their widgets are refused.";
  return `${why} ${without.length} of ${plural(known.length, "key")} without a valid token. ${then}`;
}

/** @type {{ [Name in keyof import("../index.js").TokenEvents]: (event: import("../index.js").TokenEvents[Name]) => string }} */
export const EVENT_WORDS = {
  token: ({ lifetimeMs, refreshInMs }) =>
    `New token, valid for ${formatTime(lifetimeMs)}, refresh in ${formatTime(refreshInMs)}.`,
  retry: ({ attempt }) => `Attempt ${attempt}.`,
  error: ({ error, retryInMs }) =>
    `${error.message}. ${retryInMs === undefined ? "Not retried." : `Retry in ${formatTime(retryInMs)}.`}`,
  expired: () => "The token expired before it was replaced.",
  invalidated: () => "The token was rejected.",
  idle: () => "No longer used, so not refreshed.",
};
