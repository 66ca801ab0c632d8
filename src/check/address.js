import { Misuse } from "./misuse.js";

const LOCAL_HOST = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;
const WORKOS_HOST = /(^|\.)workos\.com\.?$/;

/**
 * The URL of a token route, refused where the manager in the browser would refuse it.
 *
 * @param {string} text
 * @returns {URL}
 * @throws {Misuse}
 */
export function parseUrl(text) {
  if (!URL.canParse(text)) throw new Misuse("The URL cannot be read: it must be whole, with http:// or https://");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new Misuse("The URL must begin with https://, or http:// on localhost.");
  }
  if (WORKOS_HOST.test(url.hostname)) {
    throw new Misuse(
      "The URL is WorkOS itself, which wants your secret key. Check the route of your own server that asks WorkOS for the token.",
    );
  }
  if (url.username || url.password) throw new Misuse("The URL holds a user name or a password.");
  if (/(^|[^\w-])sk_\w/.test(decoded(url))) {
    throw new Misuse("The URL holds a secret key (sk_…), which must never leave your server.");
  }
  if (url.protocol === "http:" && !LOCAL_HOST.test(url.hostname)) {
    throw new Misuse("The URL is not https: off localhost, a token must not travel in the clear.");
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
    throw new Misuse("--origin must be an origin and no more, such as https://app.example");
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
