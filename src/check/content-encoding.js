import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

/** What a browser offers on any connection, and this can decode. */
export const ACCEPT_ENCODING = "gzip, deflate, br";

/** The body cannot be decoded; a browser would not hand on such a reply either. */
export class UndecodableBody extends Error {
  /** @param {string} encoding the header's value */
  constructor(encoding) {
    super(`the body is not ${encoding}`);
    this.encoding = encoding;
  }
}

const ZLIB = { finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };

/** @type {Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Buffer>} */
const DECODERS = {
  gzip: (bytes, options) => gunzipSync(bytes, { ...ZLIB, ...options }),
  // The header that RFC 9110 wants is left out by some servers, and browsers take both.
  deflate: (bytes, options) => ((bytes[0] & 0x0f) === 8 ? inflateSync : inflateRawSync)(bytes, { ...ZLIB, ...options }),
  br: (bytes, options) => brotliDecompressSync(bytes, { ...BROTLI, ...options }),
  identity: (bytes) => bytes,
};

/**
 * A body as it was before it was compressed. As in a browser, one that ends too early is read as far as it goes.
 *
 * @param {Buffer} bytes
 * @param {string} encoding the value of Content-Encoding
 * @param {number} longestBytes
 * @returns {Buffer}
 * @throws {UndecodableBody}
 */
export function decodeBody(bytes, encoding, longestBytes) {
  // A reply to OPTIONS, or one with status 204, may bear the header and have no body.
  if (bytes.length === 0) return bytes;
  const applied = encoding
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  try {
    return applied.reduceRight(
      (decoded, name) => DECODERS[name.replace(/^x-/, "")](decoded, { maxOutputLength: longestBytes }),
      bytes,
    );
  } catch {
    throw new UndecodableBody(encoding);
  }
}
