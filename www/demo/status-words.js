import { errorWords } from "./error-words.js";

/**
 * A state as the card tells it: first whether the widget has what it needs, then what troubles the manager.
 *
 * @typedef {{ icon: "valid" | "asking" | "waiting" | "refused" | "off", words: string, trouble?: string }} Status
 */

/**
 * @param {import("../../src/npm/index.js").TokenSnapshot | undefined} snapshot
 * @returns {Status}
 */
export function statusOf(snapshot) {
  if (!snapshot) return { icon: "off", words: "Holds no token" };
  const { status, token, error } = snapshot;
  const then = status === "failed" ? "Not tried again by itself." : "Trying again.";
  const trouble = error && `${errorWords(error)}. ${then}`;
  if (token && trouble) return { icon: "valid", words: "Token is still valid", trouble };
  switch (status) {
    case "ready":
      return { icon: "valid", words: "Token is valid" };
    case "refreshing":
      return { icon: "valid", words: "Token is valid, fetching the next" };
    case "loading":
      return { icon: "asking", words: "Asking for a token" };
    case "retrying":
      return { icon: "waiting", words: "No token yet, the widget waits", trouble };
    case "failed":
      return { icon: "refused", words: "Refused", trouble };
  }
}

/** @type {Status} */
export const DISPOSED = { icon: "off", words: "Manager disposed of" };
