import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

export const ORGANIZATION = "org_01H5K5Z4J8T9D3G2F1N6M8V7C4";
export const COOKIE = "session=signed-in-as-ada-0123456789";
const SCOPES = ["sso", "dsync"];

/**
 * @typedef {object} Asked
 * @property {string} method
 * @property {import("node:http").IncomingHttpHeaders} headers
 * @property {string} text
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string | string[]>} headers
 * @property {any} body sent as JSON, unless it is text or bytes
 *
 * Turns a correct answer into a faulty one. Undefined drops the connection.
 * @typedef {(answer: Answer, asked: Asked, mint: typeof mintToken) => Answer | undefined | Promise<Answer>} Change
 */

/**
 * Serves a correct token route, apart from the change, until the test ends.
 *
 * @param {import("node:test").TestContext} t
 * @param {Change} [change]
 */
export async function serveRoute(t, change = (answer) => answer) {
  /** @type {string[]} */
  const minted = [];
  /** @type {typeof mintToken} */
  const mint = (claims) => {
    const token = mintToken(claims);
    minted.push(token);
    return token;
  };
  const server = createServer(async (request, response) => {
    const asked = { method: String(request.method), headers: request.headers, text: await textOf(request) };
    const answer = await change(goodAnswer(asked, mint), asked, mint);
    if (!answer) return request.socket.destroy();
    const { status, headers, body } = answer;
    if (headers.Date === "") response.sendDate = false;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== "") response.setHeader(name, value);
    }
    response.writeHead(status).end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const stop = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  t.after(stop);
  return { url: `http://127.0.0.1:${port}/api/widget-token`, minted, stop };
}

/**
 * @param {number} status
 * @param {any} body
 * @param {Record<string, string | string[]>} [headers]
 * @returns {Answer}
 */
export function answerWith(status, body, headers = {}) {
  const type = typeof body === "string" ? "text/html" : "application/json";
  return { status, headers: { "Content-Type": type, "Cache-Control": "no-store", ...headers }, body };
}

/**
 * A copy of an answer with other JSON fields, if it contains a token.
 *
 * @param {Answer} answer
 * @param {(body: any) => any} change
 */
export function changeGrant(answer, change) {
  return answer.status === 200 ? { ...answer, body: change(answer.body) } : answer;
}

/**
 * An unsigned JWT; no check verifies the signature.
 *
 * @param {Record<string, unknown>} [claims]
 */
export function mintToken(claims = {}) {
  const iat = Math.floor(Date.now() / 1000);
  const payload = {
    sub: "user_ada",
    org_id: ORGANIZATION,
    permissions: ["widgets:sso:manage"],
    iat,
    exp: iat + 3600,
    ...claims,
  };
  const part = (/** @type {object} */ value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(payload)}.${randomBytes(64).toString("base64url")}`;
}

/** An opaque token in the form of the published reference. */
export const mintOpaque = () => `widget_01${randomBytes(12).toString("hex").toUpperCase()}`;

/**
 * @param {Asked} asked
 * @param {typeof mintToken} mint
 */
function goodAnswer({ method, headers, text }, mint) {
  if (method !== "POST") return refusal(405, "POST only");
  if (headers.cookie !== COOKIE) return refusal(401, "Sign in first.");
  const body = parse(text);
  if (!body) return refusal(400, "not JSON");
  if (typeof body.organizationId !== "string") return refusal(400, "organizationId must be a string");
  if (!SCOPES.includes(body.widgetScope)) return refusal(422, "unknown scope");
  if (body.organizationId !== ORGANIZATION) return refusal(403, "not a member");
  return answerWith(200, { token: mint() });
}

/**
 * @param {number} status
 * @param {string} description
 */
function refusal(status, description) {
  return answerWith(status, { error: "refused", error_description: description });
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {import("node:http").IncomingMessage} request */
async function textOf(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}
