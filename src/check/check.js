// The types of checks. A check `of` an exchange is skipped if that exchange was not made.

/**
 * @typedef {import("./findings.js").Finding} Finding
 * @typedef {import("./reply-reading.js").Reply} Reply
 * @typedef {import("./conversation.js").Evidence} Evidence
 *
 * @typedef {object} ReplyCheck
 * @property {string} id stable: scripts rely on it
 * @property {string} of the name of an exchange
 * @property {(reply: Reply, evidence: Evidence) => Finding | undefined} look undefined if it does not apply
 *
 * @typedef {object} OverallCheck
 * @property {string} id
 * @property {undefined} [of]
 * @property {(evidence: Evidence) => Finding | undefined} look
 *
 * @typedef {ReplyCheck | OverallCheck} Check
 */

export {};
