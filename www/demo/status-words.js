/**
 * What a widget has, in words. (What the manager does about it, the inspector tells.)
 *
 * @typedef {{ icon: "valid" | "asking" | "waiting" | "refused" | "off", words: string }} Status
 */

/** @type {Record<import("../../src/npm/index.js").TokenSnapshot["status"], Status>} */
const WITHOUT_TOKEN = {
  loading: { icon: "asking", words: "Asked for its token" },
  refreshing: { icon: "asking", words: "Asked for its token" },
  retrying: { icon: "waiting", words: "Waits for its token" },
  failed: { icon: "refused", words: "Refused" },
  ready: { icon: "off", words: "Has no token" },
};

/**
 * @param {import("../../src/npm/index.js").TokenSnapshot | undefined} snapshot
 * @returns {Status}
 */
export function statusOf(snapshot) {
  if (snapshot?.token) return { icon: "valid", words: "Has a valid token" };
  return WITHOUT_TOKEN[snapshot?.status ?? "ready"];
}

/** @type {Status} */
export const DISPOSED = { icon: "off", words: "Manager disposed of" };
