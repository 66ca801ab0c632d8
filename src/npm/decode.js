/** Reads the bytes that `src/build/text-encoding.js` has written as text. */

/** @param {string} text */
export function decode(text) {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let group = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7b) {
      group = code - 0x7b;
    } else {
      // The alphabet leaves out the two characters that a string would have to escape.
      bytes[length++] = group * 90 + code - 0x20 - (code > 0x22) - (code > 0x5c);
      group = 0;
    }
  }
  return bytes.subarray(0, length);
}
