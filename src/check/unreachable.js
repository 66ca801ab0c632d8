/** There was no reply to check. */
export class Unreachable extends Error {
  /**
   * @param {import("./exchange.js").FailureKind} kind
   * @param {string} message what happened and what to check
   */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** @type {Record<import("./exchange.js").FailureKind, string>} */
const MEANINGS = {
  refused: "Nothing listens there. Is the server running, and is the port right?",
  unknown_host: "There is no such host. Is the name right, and can this machine reach that network?",
  certificate:
    "The certificate of the server is not trusted. For a self-signed one, set NODE_EXTRA_CA_CERTS to the file of its authority.",
  tls: "The TLS handshake failed. If the server does not speak TLS at this port, start the URL with http:// (on localhost); if it should, check its TLS settings.",
  dropped: "The connection was closed before the reply was complete. Check the server's log: it may have crashed.",
  switched: "The server switches protocols, so it is a WebSocket server or a proxy for one. Is the URL right?",
  undecodable:
    "The body cannot be decoded as its header says. Send plain JSON from the route, and let a proxy or middleware compress it.",
  timeout: "The request timed out.",
  other: "The request could not be sent.",
};

/**
 * @param {import("./command-line.js").Target} target
 * @param {import("./exchange.js").Failure} failure
 * @returns {Unreachable}
 */
export function unreachable(target, { kind, code }) {
  const where = target.url.origin + target.url.pathname;
  return new Unreachable(kind, `${where} could not be checked (${code}). ${MEANINGS[kind]}`);
}
