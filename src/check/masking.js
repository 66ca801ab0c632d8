const LONGEST_QUOTE = 160;
const SHOWN_CHARACTERS = 10;
const ANY_TOKEN = /eyJ[\w-]{8,}(\.[\w-]*){0,2}|widget_(?=\w*\d)\w{8,}|sk_\w{4,}/g;

/**
 * What must not be printed: every token received, and all given headers and cookies.
 *
 * @param {import("./command-line.js").Target} target
 * @param {import("./exchange.js").Exchange[]} exchanges
 * @returns {string[]} longest first, so that no part of one survives
 */
export function secretsOf({ cookie = "", headers }, exchanges) {
  const tokens = exchanges.flatMap(({ reply }) => reply?.token ?? []);
  const cookies = cookie.split(/;\s*/).flatMap((pair) => [pair, pair.slice(pair.indexOf("=") + 1)]);
  // A reply may repeat one word of a header, such as the key of "Bearer key".
  const values = headers.flatMap(([, value]) => [value, ...value.split(/\s+/)]);
  const secrets = new Set([...tokens, cookie, ...cookies, ...values]);
  return [...secrets].filter((secret) => secret.length > 3).sort((a, b) => b.length - a.length);
}

/**
 * Text of the route in printable form: one short line, without control characters (a terminal would
 * interpret them) and without secrets.
 *
 * @param {string} text
 * @param {string[]} secrets
 * @returns {string}
 */
export function mask(text, secrets) {
  let masked = text;
  for (const secret of secrets) masked = masked.replaceAll(secret, "…");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are removed
  masked = masked.replace(ANY_TOKEN, "…").replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " ");
  const line = masked.trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}

/**
 * The start of a token, to show its kind.
 *
 * @param {string} token
 * @returns {string}
 */
export function beginningOf(token) {
  // Less of a short token: the start would be most of it.
  return `${token.slice(0, Math.min(SHOWN_CHARACTERS, Math.floor(token.length / 4)))}…`;
}
