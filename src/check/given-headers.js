import { validateHeaderName, validateHeaderValue } from "node:http";
import { Misuse } from "./misuse.js";

const SECRET_KEY = /(^|[\s=;"])sk_/;

// Set by the connection or by another option.
const NOT_TO_BE_SET = ["host", "connection", "content-length", "transfer-encoding", "origin"];

/**
 * The headers and cookies of the command line.
 *
 * @param {string[]} lines `Name: value`
 * @param {string[]} cookies `a=b`, or several with semicolons
 * @returns {{ headers: [name: string, value: string][], cookie: string | undefined }}
 * @throws {Misuse} which never repeats a value
 */
export function parseHeaders(lines, cookies) {
  const all = lines.map(parseHeader);
  const isCookie = (/** @type {string[]} */ [name]) => name.toLowerCase() === "cookie";
  const cookie = [...cookies, ...all.filter(isCookie).map(([, value]) => value)].join("; ");
  refuseUnusable("Cookie", cookie);
  return { headers: all.filter((header) => !isCookie(header)), cookie: cookie || undefined };
}

/**
 * @param {string} line
 * @returns {[name: string, value: string]}
 */
function parseHeader(line) {
  const [, name, value] = /^([^:]+):\s*(.*)$/s.exec(line) ?? [];
  if (name === undefined) throw new Misuse('--header must have the form "Name: value"');
  try {
    validateHeaderName(name);
  } catch {
    throw new Misuse("--header has an invalid name");
  }
  if (NOT_TO_BE_SET.includes(name.toLowerCase())) throw new Misuse(`--header cannot set ${name}`);
  refuseUnusable(name, value);
  return [name, value];
}

/**
 * @param {string} name
 * @param {string} value
 */
function refuseUnusable(name, value) {
  try {
    validateHeaderValue(name, value);
  } catch {
    throw new Misuse(`The value of ${name} contains characters that are not allowed in a header.`);
  }
  if (SECRET_KEY.test(value)) {
    throw new Misuse(
      `The value of ${name} contains a secret WorkOS key (sk_…). A browser must never have it, so the check does not send it: the key belongs in the token route.`,
    );
  }
}
