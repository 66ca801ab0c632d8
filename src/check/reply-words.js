/** @typedef {import("./reply-reading.js").Reply} Reply */

/**
 * A reply in a few words: `status 401, JSON that says "Sign in first."`.
 *
 * @param {Reply} reply
 * @param {(text: string) => string} quote
 * @returns {string}
 */
export function inFewWords(reply, quote) {
  const place = locationOf(reply);
  const to = place === undefined ? "" : ` to ${quote(place)}`;
  return `status ${reply.status}${to}, ${bodyInWords(reply, quote)}`;
}

/**
 * @param {Reply} reply
 * @param {(text: string) => string} quote
 * @returns {string}
 */
export function bodyInWords(reply, quote) {
  const { text, isJson, taken } = reply;
  if (text.trim() === "") return "an empty body";
  if (isHtml(reply)) {
    const title = /<title[^>]*>([^<]*)</i.exec(text)?.[1].trim();
    return title ? `an HTML page titled "${quote(title)}"` : "an HTML page";
  }
  if (!isJson) return "text that is not JSON";
  return taken.said === undefined ? "JSON" : `JSON that says "${quote(taken.said).replace(/\.$/, "")}"`;
}

/**
 * @param {Reply} reply
 * @returns {boolean}
 */
export function isHtml({ headers, text }) {
  return /\bhtml\b/i.test(headers.get("content-type") ?? "") || /^\s*<(!doctype|html|head|body)\b/i.test(text);
}

/**
 * @param {Reply} reply
 * @returns {boolean}
 */
export function isRedirect({ status }) {
  return status >= 300 && status <= 399;
}

/**
 * The target of a redirect, without the query, which may contain secrets.
 *
 * @param {Reply} reply
 * @returns {string | undefined}
 */
function locationOf({ headers }) {
  return headers.get("location")?.replace(/[?#].*$/, "");
}
