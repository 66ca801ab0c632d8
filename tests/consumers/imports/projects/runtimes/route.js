// node route.js: sends requests through the token route, to a stand-in for WorkOS with one
// organization.

import { createTokenRoute } from "workos-widget-tokens/route";

const route = createTokenRoute({
  workos: "sk_test_1",
  authenticate: (request) =>
    request.headers.get("Cookie") === "session=ada" ? { userId: "user_1", organizationIds: ["org_1"] } : null,
  scopes: { sso: "widgets:sso:manage" },
  requestsPerUserPerMinute: 1,
  fetch: async (_url, { body }) =>
    Response.json({ token: `token for ${JSON.parse(body).user_id}`.replaceAll(" ", "-") }),
});

const replies = [];
for (const headers of [{}, { Cookie: "session=ada" }, { Cookie: "session=ada" }]) {
  const request = new Request("https://app.example/api/widget-token", {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify({ organizationId: "org_1", widgetScope: "sso" }),
  });
  const response = await route(request);
  const { token = null, error = null } = await response.json();
  replies.push({ status: response.status, token, error });
}
console.log(JSON.stringify(replies));
