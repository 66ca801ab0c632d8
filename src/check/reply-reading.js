import { takeApart, timesOf } from "./reply-parts.js";

/**
 * @typedef {{ status: number, rawHeaders: string[], bytes: Buffer, receivedMs: number }} RawReply
 *
 * A reply, read as the manager reads it.
 * @typedef {object} Reply
 * @property {number} status
 * @property {Headers} headers
 * @property {[name: string, value: string][]} headerLines as received, with duplicates
 * @property {string} text
 * @property {boolean} isJson
 * @property {any} body
 * @property {ReturnType<typeof takeApart>} taken
 * @property {string | undefined} token in its field, or anywhere else in the reply
 * @property {number} dateMs the `Date` header; NaN where it cannot be read
 * @property {number} retryAfterMs likewise, from now; NaN where it is none or a date
 * @property {number} retryAtMs
 * @property {number} receivedMs by this machine's clock
 */

const TOKEN = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+|widget_(?=\w*\d)\w{12,}/;

/**
 * @param {RawReply} raw
 * @returns {Reply}
 */
export function readReply({ status, rawHeaders, bytes, receivedMs }) {
  const headerLines = pairs(rawHeaders);
  const headers = headersOf(headerLines);
  const text = new TextDecoder().decode(bytes);
  const { isJson, body } = parse(text);
  const taken = takeApart(body, isJson);
  const [dateMs, retryAfterMs, retryAtMs] = timesOf(headers);
  const token = findToken(status, text, body, taken.token);
  return {
    status,
    headers,
    headerLines,
    text,
    isJson,
    body,
    taken,
    token,
    dateMs,
    retryAfterMs,
    retryAtMs,
    receivedMs,
  };
}

/**
 * @param {number} status
 * @param {string} text
 * @param {any} body
 * @param {string | undefined} taken
 */
function findToken(status, text, body, taken) {
  const isGrant = status >= 200 && status <= 299;
  // An error reply that is a JSON string has the form of a token.
  if (!isGrant) return typeof body === "object" ? taken : undefined;
  // An app's page may contain keys of its own.
  const isPage = /^\s*</.test(text);
  return taken ?? (isPage ? undefined : TOKEN.exec(text)?.[0]);
}

/** @param {string} text */
function parse(text) {
  try {
    return { isJson: true, body: JSON.parse(text) };
  } catch {
    return { isJson: false, body: text };
  }
}

/** @param {[string, string][]} lines */
function headersOf(lines) {
  const headers = new Headers();
  for (const [name, value] of lines) {
    try {
      headers.append(name, value);
    } catch {
      // A browser would reject such a reply; the cause is a proxy, not the route.
    }
  }
  return headers;
}

/**
 * @param {string[]} raw names and values in turn, as node:http has them
 * @returns {[string, string][]}
 */
function pairs(raw) {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index], raw[2 * index + 1]]);
}
