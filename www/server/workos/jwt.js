import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";

const ALGORITHM = "RS256";
const KEY_ID = "local-widget-tokens";

/** @type {ReturnType<typeof generateKeyPair> | undefined} */
let pair;

/**
 * Signs the claims of a widget token.
 *
 * @param {import("jose").JWTPayload} claims
 * @returns {Promise<string>}
 */
export async function signToken(claims) {
  const { privateKey } = await keyPair();
  return new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: "JWT" }).sign(privateKey);
}

/**
 * The claims of a token that was signed here and is still valid; throws jose's errors for any other.
 *
 * @param {string} token
 * @param {number} nowMs
 */
export async function verifyToken(token, nowMs) {
  const { publicKey } = await keyPair();
  const options = { algorithms: [ALGORITHM], currentDate: new Date(nowMs), requiredClaims: ["exp"] };
  return (await jwtVerify(token, publicKey, options)).payload;
}

/** What a server needs in order to verify such a token. */
export async function publicKeySet() {
  const { publicKey } = await keyPair();
  const key = await exportJWK(publicKey);
  return { keys: [{ ...key, alg: ALGORITHM, kid: KEY_ID, use: "sig" }] };
}

/** One pair for the process, made when first needed: finding its primes takes a noticeable while. */
function keyPair() {
  pair ??= generateKeyPair(ALGORITHM, { extractable: true });
  return pair;
}
