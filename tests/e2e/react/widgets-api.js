/** The API of the published widgets, with replies that they expect and a record of the tokens received. */

import { readJwt } from "../package/tokens.js";

const REPLIES = {
  "/_widgets/admin-portal/sso-connections": [],
  "/_widgets/UserManagement/members": { data: [], list_metadata: { before: null, after: null } },
  "/_widgets/UserManagement/roles-and-config": { roles: [], multipleRolesEnabled: false },
  "/_widgets/UserManagement/roles": [],
};

/**
 * @param {import("playwright-core").Page} page
 */
export async function answerWidgets(page) {
  /** @type {{ path: string, claims: any }[]} requests with a token: most widgets first send one without */
  const requests = [];
  let withoutToken = 0;
  await page.route("**/_widgets/**", (route) => {
    const path = new URL(route.request().url()).pathname;
    const { authorization } = route.request().headers();
    if (!authorization) {
      withoutToken++;
      return route.fulfill({ status: 401, json: { message: "Unauthorized" } });
    }
    requests.push({ path, claims: readJwt(authorization) });
    return route.fulfill({ json: REPLIES[/** @type {keyof typeof REPLIES} */ (path)] ?? {} });
  });
  return {
    requests,
    /** The number of requests without a token. */
    withoutToken: () => withoutToken,
    /** Whose tokens were received, each once, in order. */
    owners: () => [...new Set(requests.map(({ claims }) => `${claims.sub} ${claims.org_id}`))],
  };
}
