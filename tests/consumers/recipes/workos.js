/** The local stand-in for WorkOS. */

import { EventEmitter, once } from "node:events";
import { startDemo } from "../../../www/server/start.js";
import { apiKeys, organizations } from "../../../www/server/workos/directory.js";
import { people } from "../../../www/server/workos/people.js";

export const SECRET = apiKeys.test.secret;

/** The signed-in user, with the organizations in the order shown. */
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
     * Answers a page's requests to WorkOS, and records whose tokens they carry.
     *
     * @param {import("playwright-core").Page} page
     */
    async standIn(page) {
      /** @type {{ path: string, organizationId: string | undefined, status: number }[]} */
      const requests = [];
      const answered = new EventEmitter();
      await page.route("https://api.workos.com/**", async (route) => {
        const { pathname, search } = new URL(route.request().url());
        const organizationId = organizationOf(route.request().headers().authorization);
        const response = await route.fetch({ url: `${demo.workosUrl}${pathname}${search}` });
        requests.push({ path: pathname, organizationId, status: response.status() });
        await route.fulfill({ response });
        answered.emit(String(organizationId));
      });

      return {
        requests,

        /**
         * Resolves when a request with a token of this organization has been answered.
         *
         * @param {string} organizationId
         */
        async came(organizationId) {
          if (!requests.some((request) => request.organizationId === organizationId))
            await once(answered, organizationId);
        },
      };
    },
  };
}

/** @param {string | undefined} authorization */
function organizationOf(authorization) {
  const [, claims] = /^Bearer [^.]+\.([^.]+)\./.exec(authorization ?? "") ?? [];
  return claims && JSON.parse(Buffer.from(claims, "base64url").toString()).org_id;
}
