/** The local stand-in for WorkOS, in the place of the real one. */

import { startDemo } from "../../../www/server/start.js";
import { apiKeys, organizations } from "../../../www/server/workos/directory.js";
import { people } from "../../../www/server/workos/people.js";

export const SECRET = apiKeys.test.secret;

/** Who is signed in, in the order in which the organizations are shown. */
export const SESSION = {
  userId: people.ada.id,
  organizationIds: [organizations.acme.id, organizations.analytical.id],
};

/** An organization of others. */
export const FOREIGN = organizations.kernel.id;

export async function startWorkos() {
  const demo = await startDemo({ port: 0 });

  return {
    url: demo.workosUrl,
    stop: demo.stop,

    /**
     * Has a page's requests to WorkOS answered here, and notes whose tokens come with them.
     *
     * @param {import("playwright-core").Page} page
     */
    async standIn(page) {
      /** @type {{ path: string, claims: any, status: number }[]} */
      const requests = [];
      await page.route("https://api.workos.com/**", async (route) => {
        const { pathname, search } = new URL(route.request().url());
        const response = await route.fetch({ url: `${demo.workosUrl}${pathname}${search}` });
        const [, token] = /^Bearer (.+)$/.exec(route.request().headers().authorization ?? "") ?? [];
        // Most widgets send a request without a token first.
        if (token) requests.push({ path: pathname, claims: readClaims(token), status: response.status() });
        await route.fulfill({ response });
      });
      return requests;
    },
  };
}

/** @param {string} token */
const readClaims = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
