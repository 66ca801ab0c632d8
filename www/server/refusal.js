/**
 * A request that is answered with an error. Thrown anywhere on the way, turned into a reply in one
 * place, so that a handler reads as the list of what must hold.
 */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code short and stable, for programs: `invalid_request`
   * @param {string} description one sentence, for people
   * @param {number} [retryAfterSeconds]
   */
  constructor(status, code, description, retryAfterSeconds) {
    super(description);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * The refusal of a request that is wrong in itself.
 *
 * @param {string} description
 * @returns {Refusal}
 */
export function invalidRequest(description) {
  return new Refusal(400, "invalid_request", description);
}

/**
 * The refusal for an error that the server's own plumbing raised (a body too large, a bad charset),
 * and for a bug. Its text is never passed on: it may quote the body, and the body is not ours to repeat.
 *
 * @param {unknown} error
 * @returns {Refusal}
 */
export function refusalForPlumbing(error) {
  if (error instanceof Refusal) return error;
  const { status, type } = /** @type {{ status?: unknown, type?: unknown }} */ (error ?? {});
  if (type === "entity.parse.failed") {
    return invalidRequest("The body is not valid JSON.");
  }
  if (typeof status === "number" && status >= 400 && status < 500) {
    return new Refusal(status, "invalid_request", "The request could not be read.");
  }
  return new Refusal(500, "server_error", "Something went wrong on the server.");
}

/**
 * Answers with a refusal.
 *
 * @param {import("express").Response} response
 * @param {Refusal} refusal
 * @param {(refusal: Refusal) => unknown} errorBody the shape that this API's errors have
 */
export function sendRefusal(response, refusal, errorBody) {
  if (refusal.retryAfterSeconds !== undefined) {
    response.set("Retry-After", String(refusal.retryAfterSeconds));
  }
  response.status(refusal.status).json(errorBody(refusal));
}

/**
 * The error body of the seed's contract, and of the app's own routes.
 *
 * @param {Refusal} refusal
 */
export function oauthErrorBody(refusal) {
  return { error: refusal.code, error_description: refusal.message };
}
