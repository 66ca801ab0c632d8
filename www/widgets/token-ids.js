/**
 * Which tokens a source has given, by their ids, and when each of them came.
 *
 * @typedef {{ jti: string, fromMs: number }} KnownToken
 */
export class TokenIds {
  /** @type {KnownToken[]} oldest first */
  known = [];

  /** @param {import("../../src/npm/index.js").TokenSource} source */
  watch(source) {
    return source.subscribe((snapshot) => {
      const jti = snapshot?.token && jtiOf(snapshot.token);
      if (jti && this.known.at(-1)?.jti !== jti) this.known.push({ jti, fromMs: Date.now() });
    });
  }
}

/**
 * @param {string} token
 * @returns {string | undefined} none in one that is no JWT
 */
function jtiOf(token) {
  try {
    return JSON.parse(atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"))).jti;
  } catch {
    return undefined;
  }
}
