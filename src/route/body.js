import { invalidRequest, Refusal } from "./reply.js";
import { within } from "./time-limit.js";

/** Far more than an organization and all existing scopes need. */
const LONGEST_BODY_BYTES = 4_096;

/** @param {Request} request */
export function requirePost({ method, headers }) {
  if (method !== "POST") {
    throw new Refusal(405, "invalid_request", "Only POST is allowed.", { headers: { Allow: "POST, OPTIONS" } });
  }
  const type = headers.get("Content-Type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Refusal(415, "invalid_request", "The body must be JSON, with Content-Type: application/json.");
  }
  const encoding = headers.get("Content-Encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw new Refusal(415, "invalid_request", "The body must not be compressed.");
  }
}

/**
 * @param {Request} request
 * @param {number} timeoutMs
 * @returns {Promise<unknown>}
 */
export async function readBody(request, timeoutMs) {
  const text = await within(timeoutMs, readText(request), () => {
    throw new Refusal(408, "invalid_request", "The body did not arrive in time.");
  });
  try {
    return JSON.parse(text);
  } catch {
    throw invalidRequest("The body is not valid JSON.");
  }
}

/** @param {Request} request */
async function readText(request) {
  if (Number(request.headers.get("Content-Length")) > LONGEST_BODY_BYTES) throw tooLarge();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let bytes = 0;
  try {
    const reader = request.body?.getReader();
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      bytes += value.byteLength;
      if (bytes > LONGEST_BODY_BYTES) {
        reader.cancel().catch(() => {});
        throw tooLarge();
      }
      text += decoder.decode(value, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    throw error instanceof Refusal ? error : invalidRequest("The body could not be read.");
  }
}

const tooLarge = () =>
  new Refusal(413, "invalid_request", `The body is longer than ${LONGEST_BODY_BYTES} bytes.`, {
    // The rest of the body is not read.
    headers: { Connection: "close" },
  });
