import { Misuse } from "./misuse.js";

const LOCAL_HOST = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;
const WORKOS_HOST = /(^|\.)workos\.com\.?$/;

/**
 * Parses the URL of a token route, and rejects what the manager in the browser would reject.
 *
 * @param {string} text
 * @returns {URL}
 * @throws {Misuse}
 */
export function parseUrl(text) {
  if (!URL.canParse(text)) throw new Misuse("The URL is invalid: it must be absolute, with http:// or https://");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new Misuse("The URL must start with https://, or http:// on localhost.");
  }
  if (WORKOS_HOST.test(url.hostname)) {
    throw new Misuse(
      "The URL is WorkOS itself, which needs your secret key. Check the route of your own server that gets the token from WorkOS.",
    );
  }
  if (url.username || url.password) throw new Misuse("The URL must not contain a user name or a password.");
  if (/(^|[^\w-])sk_\w/.test(decoded(url))) {
    throw new Misuse("The URL contains a secret key (sk_…), which must never leave your server.");
  }
  if (url.protocol === "http:" && !LOCAL_HOST.test(url.hostname)) {
    throw new Misuse("The URL must be https, except on localhost: tokens must be sent encrypted.");
  }
  url.hash = "";
  return url;
}

/**
 * @param {string} text
 * @returns {string}
 * @throws {Misuse}
 */
export function parseOrigin(text) {
  const origin = URL.canParse(text) ? new URL(text).origin : "null";
  if (origin === "null" || (text !== origin && text !== `${origin}/`)) {
    throw new Misuse("--origin must be an origin without a path, such as https://app.example");
  }
  return origin;
}

/** @param {URL} url */
function decoded({ pathname, search }) {
  try {
    return decodeURIComponent(pathname + search);
  } catch {
    return pathname + search;
  }
}
