/** What `--help` prints. */
export const usage = `Checks your widget token route the way the token manager in the browser uses it.

  npx workos-widget-tokens check <url> --organization org_… [options]

  --organization <org_…>   an organization that the signed-in user belongs to; required
  --scope <scope>          sso (the default), dsync, audit_logs, log_streams or widgets:…;
                           repeat it for one token with several scopes
  --cookie <a=b>           the cookies of a signed-in user, as the browser sends them
  --header <Name: value>   a header of each request, such as a CSRF token; may be repeated
  --origin <origin>        the origin of your pages, if it is not the route's own: checks CORS
  --unknown-organization <org_…>
                           an organization that this user does not belong to; an existing one, of
                           another customer, verifies that membership is checked
  --burst <n>              sends up to n more requests, until the route answers 429, to check
                           when it asks clients to retry; each may create a token and counts
                           against your key's limit
  --json                   machine-readable results
  --strict                 warnings count as wrong
  --version, --help

The route must be https, or on localhost. The check sends about 15 requests, some of them invalid
on purpose; about 7 create a token, which is discarded. It never prints a whole token, nor the
given cookies and headers.

Exit status: 0 nothing is wrong (warnings are allowed, unless --strict), 1 something is wrong,
2 the command line is invalid or the route could not be reached.

  npx workos-widget-tokens check http://localhost:3000/api/widget-token \\
    --organization org_01H5K5Z4J8T9D3G2F1N6M8V7C4 --cookie "session=$SESSION"`;
