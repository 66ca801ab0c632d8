/** Tokens that break WorkOS widgets, one for each finding. */

import { makeJwt } from "../package/tokens.js";

/** Characters whose bits make a `_` in base64url. */
const NO_PLAIN_LETTERS = "???";

/** @type {Record<string, (claims: any) => string>} makes a bad token of good claims */
export const BAD_TOKENS = {
  opaque_token: () => "widget_01H5K5ZABC123XYZ",
  unreadable_token: (claims) => makeJwt({ name: NO_PLAIN_LETTERS, ...claims }),
  no_expiry: ({ exp, ...claims }) => makeJwt(claims),
  short_lifetime: (claims) => makeJwt({ ...claims, exp: claims.iat + 20 }),
  other_organization: (claims) => makeJwt({ ...claims, org_id: "org_9" }),
  missing_permission: (claims) => makeJwt({ ...claims, permissions: ["widgets:pipes:manage"] }),
};

/** @param {number} nowMs */
export function goodClaims(nowMs) {
  const iat = Math.floor(nowMs / 1000);
  const permissions = ["widgets:sso:manage", "widgets:users-table:manage"];
  return { jti: "token", sub: "ada", org_id: "org_1", permissions, iat, exp: iat + 600 };
}

/** The text that each message must contain. */
export const SPEAKS_OF = {
  opaque_token: /not a JWT.*createToken/,
  unreadable_token: /atob.*non-ASCII/,
  no_expiry: /no exp claim/,
  short_lifetime: /lives 19 s.*30 s before expiry, which is immediately.*two minutes/,
  other_organization: /token of org_9.*organizationId/,
  missing_permission: /widgets:users-table:manage.*dashboard/,
};
