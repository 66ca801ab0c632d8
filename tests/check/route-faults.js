import { answerWith, changeGrant } from "./route.js";

const SECRET = "sk_test_a2V5X2luX3Rlc3Rz";
const TRACE =
  "TypeError: x is undefined\n    at handler (/srv/app/routes/token.js:14:9)\n    at next (node:internal:1:2)";
const FOREIGN = "https://another-site.example";

/**
 * Routes that handle a second request, an invalid one or another user's wrongly.
 *
 * @type {import("./reply-faults.js").Fault[]}
 */
export const routeFaults = [
  {
    name: "clock ten minutes ahead",
    change: (answer) => {
      const ahead = new Date(Date.now() + 600_000).toUTCString();
      return { ...answer, headers: { ...answer.headers, Date: ahead } };
    },
    troubles: { "clock/date": "warning", "clock/issuer": "warning" },
    says: /ahead of this machine's clock.*NTP/,
  },
  {
    name: "same token twice",
    change: (() => {
      /** @type {any} */
      let kept;
      return (answer) =>
        changeGrant(answer, (body) => {
          kept ??= body;
          return kept;
        });
    })(),
    troubles: { "repeat/fresh": "warning" },
    says: /same token, with (1 h|59 min \d+ s) left:.*new token for each request.*createToken/,
  },
  {
    name: "works once",
    change: (() => {
      let grants = 0;
      return (answer) => {
        if (answer.status === 200) grants += 1;
        return answer.status === 200 && grants > 1 ? answerWith(409, { error: "in use" }) : answer;
      };
    })(),
    troubles: { "repeat/fresh": "wrong", "repeat/together": "wrong", "access/user": "warning" },
    says: /second time, gets status 409.*new token for each request/,
  },
  {
    name: "public cache",
    change: (answer) => ({ ...answer, headers: { ...answer.headers, "Cache-Control": "public, max-age=60" } }),
    troubles: { "headers/cache": "wrong" },
    says: /"public, max-age=60" lets shared caches.*another user's token.*no-store/,
  },
  {
    name: "no Cache-Control",
    change: (answer) => ({ ...answer, headers: { ...answer.headers, "Cache-Control": "" } }),
    troubles: { "headers/cache": "warning" },
    says: /no Cache-Control.*"no-store"/,
  },
  {
    name: "served from a CDN's cache",
    change: (answer) => ({ ...answer, headers: { ...answer.headers, Age: "12" } }),
    troubles: { "headers/cache": "wrong" },
    says: /12 s old.*no-store/,
  },
  {
    name: "token in a cookie",
    change: (answer) =>
      answer.status === 200
        ? { ...answer, headers: { ...answer.headers, "Set-Cookie": ["a=b", `widget=${answer.body.token}; Path=/`] } }
        : answer,
    troubles: { "headers/token": "wrong" },
    says: /header Set-Cookie.*only in the JSON body/,
  },
  {
    name: "secret key beside the token",
    change: (answer) => changeGrant(answer, (body) => ({ ...body, config: { apiKey: SECRET } })),
    troubles: { "secrets/key": "wrong" },
    says: /"first" \(status 200\) contains a secret key.*Rotate the key/,
  },
  {
    name: "secret key in a header",
    change: (answer) => ({ ...answer, headers: { ...answer.headers, "X-Debug": `Bearer ${SECRET}` } }),
    troubles: { "secrets/key": "wrong" },
    says: /contains a secret key.*Rotate the key/,
  },
  {
    name: "secret key in an error",
    change: (answer) =>
      answer.status === 403 ? answerWith(403, { error: "refused", message: `Bearer ${SECRET} was refused` }) : answer,
    troubles: { "secrets/key": "wrong" },
    says: /"unknown-organization" \(status 403\) contains a secret key.*Rotate the key/,
  },
  {
    name: "a 500 with its stack trace",
    change: (answer) => (answer.status === 403 ? answerWith(500, `<pre>${TRACE}</pre>`) : answer),
    troubles: { "access/organization": "wrong", "secrets/stack-trace": "wrong" },
    says: /status 500, an HTML page.*403 \(not a member\) or 404/,
  },
  {
    name: "tokens for anyone",
    change: (answer, _, mint) => (answer.status === 401 ? answerWith(200, { token: mint() }) : answer),
    troubles: { "access/signed-out": "wrong" },
    says: /returns a token: anyone.*answer 401 when nobody.*status\(401\)/,
  },
  {
    name: "a login page for the signed-out",
    change: (answer) => (answer.status === 401 ? answerWith(302, "", { Location: "/login" }) : answer),
    troubles: { "access/signed-out": "wrong" },
    says: /status 302 to \/login.*Answer 401 with JSON/,
  },
  {
    name: "a 401 without a body",
    change: (answer) => (answer.status === 401 ? answerWith(401, "Unauthorized") : answer),
    troubles: { "access/signed-out": "warning" },
    says: /no message.*Answer 401 with JSON/,
  },
  {
    name: "a token for any organization",
    change: (answer, { text }, mint) =>
      answer.status === 403 ? answerWith(200, { token: mint({ org_id: JSON.parse(text).organizationId }) }) : answer,
    troubles: { "access/organization": "wrong" },
    says: /does not exist gets a token.*answer 403/,
  },
  {
    name: "the session's organization, whichever is requested",
    change: (answer, _, mint) => (answer.status === 403 ? answerWith(200, { token: mint() }) : answer),
    troubles: { "access/organization": "warning" },
    says: /a token for the user's own.*does not belong to/,
  },
  {
    name: "the user that the body names",
    change: (answer, { text }, mint) =>
      answer.status === 200 && JSON.parse(text).userId
        ? answerWith(200, { token: mint({ sub: JSON.parse(text).userId }) })
        : answer,
    troubles: { "access/user": "wrong" },
    says: /user named in the request's body.*only from the session/,
  },
  {
    name: "GET gives a token",
    change: (answer, { method }, mint) => (method === "GET" ? answerWith(200, { token: mint() }) : answer),
    troubles: { "access/get": "wrong" },
    says: /A GET gets a token.*Accept only POST.*app\.post/,
  },
  {
    name: "unknown scope accepted",
    change: (answer, _, mint) => (answer.status === 422 ? answerWith(200, { token: mint() }) : answer),
    troubles: { "refusals/unknown-scope": "warning" },
    says: /gets a token.*Answer 400 with JSON to a scope you do not offer/,
  },
  {
    name: "malformed JSON gives 500 HTML",
    change: (answer, { text }) => (text === '{"organizationId": ' ? answerWith(500, "<h1>Oops</h1>") : answer),
    troubles: { "refusals/malformed-json": "wrong" },
    says: /Malformed JSON gets status 500, an HTML page.*error handler/,
  },
  {
    name: "no organization gives 401",
    change: (answer, { text }) => (text === '{"widgetScope":"sso"}' ? answerWith(401, { error: "who?" }) : answer),
    troubles: { "refusals/missing-organization": "warning" },
    says: /although they are signed in.*Answer 400/,
  },
  {
    name: "a connection that drops on invalid input",
    change: (answer, { text }) => (text.includes('{"id":42}') ? undefined : answer),
    troubles: { "refusals/wrong-type": "wrong" },
    says: /the connection was closed \(ECONNRESET\).*Answer every error with a status/,
  },
  {
    name: "429 after the tenth request, without Retry-After",
    change: (() => {
      let requests = 0;
      return (answer) => {
        requests += 1;
        return requests > 10 ? answerWith(429, { error: "rate_limited" }) : answer;
      };
    })(),
    troubles: { "refusals/retry-after": "warning" },
    says: /Status 429 does not say how long to wait\. The remaining requests were skipped.*Retry-After in seconds/,
  },
  {
    name: "accepts pages of any site",
    change: (answer, { headers }) => {
      const leave = {
        "Access-Control-Allow-Origin": String(headers.origin),
        "Access-Control-Allow-Credentials": "true",
      };
      return { ...answer, headers: { ...answer.headers, ...leave } };
    },
    troubles: { "cors/foreign-origin": "wrong" },
    says: new RegExp(`${FOREIGN}.*List the origins you trust`),
  },
];
