/** There was no reply to judge. */
export class Unreachable extends Error {
  /**
   * @param {import("./exchange.js").FailureKind} kind
   * @param {string} message what happened and what to look at
   */
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** @type {Record<import("./exchange.js").FailureKind, string>} */
const MEANINGS = {
  refused: "Nothing listens there. Is the server running, and is the port right?",
  unknown_host: "There is no such host. Is the name right, and does this machine reach that network?",
  certificate:
    "The certificate of the server is not trusted. For one that you signed yourself, set NODE_EXTRA_CA_CERTS to its authority's file.",
  tls: "No TLS connection could be made. If the server does not speak TLS at this port, begin the URL with http:// (on localhost); if it should, see its TLS settings.",
  dropped: "The connection was closed before a whole reply came. See the server's own log: it may have crashed.",
  switched:
    "That is Switching Protocols, and to a browser no reply: it is a WebSocket server that answers, or a proxy for one. Is the URL right?",
  undecodable:
    "The body cannot be decoded by what its header says. Let the route send plain JSON, and a proxy or middleware compress it.",
  timeout: "No reply came in time.",
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
