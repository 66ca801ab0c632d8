import { randomBytes } from "node:crypto";

// Crockford's base 32, as in the product's identifiers: no I, L, O or U to misread.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * A new random identifier in the product's form: `session_01…`, 26 characters after the prefix.
 *
 * @param {string} prefix
 * @returns {string}
 */
export function newIdentifier(prefix) {
  const characters = Array.from(randomBytes(24), (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${prefix}_01${characters.join("")}`;
}
