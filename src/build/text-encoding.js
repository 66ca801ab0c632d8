// Writes bytes as text for `src/npm/decode.js` to read.
//
// Base64 costs a bundle 29 % after brotli, because it puts the borders of the bytes out
// of the compressor's sight. This keeps one character to a byte for most bytes, and two
// for the rest: 2 %. All of it is printable ASCII, so that no bundler, charset or
// template can break it.

/** What stands for a byte; a prefix before it, the rarest characters in a program, adds 91 or 182. */
const PREFIXES = [" ", "!"];
const ALPHABET = Array.from({ length: 0x7f - 0x23 }, (_, index) => String.fromCharCode(0x23 + index)).filter(
  (character) => character !== "\\",
);

/** @param {Uint8Array} bytes */
export function encode(bytes) {
  let text = "";
  for (const byte of bytes) {
    const group = Math.floor(byte / ALPHABET.length);
    if (group > 0) text += PREFIXES[group - 1];
    text += ALPHABET[byte % ALPHABET.length];
  }
  return text;
}
