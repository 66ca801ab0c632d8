import { errors } from "jose";
import { organizations } from "../directory.js";
import { verifyToken } from "../jwt.js";
import { findPerson } from "../people.js";

/**
 * What is thought of a request's token: `unknown` is one that was not signed here, or is of an organization that
 * is not known; `forbidden` one without the permission, or the user, that the path asks for.
 *
 * @typedef {"ok" | "no token" | "unknown" | "expired" | "forbidden"} Verdict
 *
 * @typedef {object} Judgement
 * @property {Verdict} verdict
 * @property {import("jose").JWTPayload} claims none, where the signature is not good
 */

/**
 * @param {string | undefined} header `Authorization`
 * @param {{ nowMs: number, requirement: import("./requirements.js").Requirement }} options
 * @returns {Promise<Judgement>}
 */
export async function judge(header, { nowMs, requirement }) {
  if (!header) return { verdict: "no token", claims: {} };
  const token = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? "";
  try {
    const claims = await verifyToken(token, nowMs);
    return { verdict: verdictOf(claims, requirement), claims };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { verdict: "expired", claims: error.payload };
    return { verdict: "unknown", claims: {} };
  }
}

/**
 * @param {import("jose").JWTPayload} claims
 * @param {import("./requirements.js").Requirement} requirement
 * @returns {Verdict}
 */
function verdictOf({ org_id: organizationId, permissions, sub }, { permission, user }) {
  if (!Object.values(organizations).some(({ id }) => id === organizationId)) return "unknown";
  if (user && !findPerson(sub)) return "forbidden";
  if (permission && !(Array.isArray(permissions) && permissions.includes(permission))) return "forbidden";
  return "ok";
}
