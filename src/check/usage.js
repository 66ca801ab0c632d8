/** What `--help` prints. */
export const usage = `Checks your widget token route, as the token manager in the browser will use it.

  npx workos-widget-tokens check <url> --organization org_… [options]

  --organization <org_…>   an organization that the signed-in user belongs to; required
  --scope <scope>          sso (the default), dsync, audit_logs, log_streams or widgets:…;
                           repeat it for one token with several scopes
  --cookie <a=b>           the cookies of a signed-in user, as the browser sends them
  --header <Name: value>   a header of each request, such as a CSRF token; may be repeated
  --origin <origin>        where your pages are, if not at the route's own origin: checks CORS
  --unknown-organization <org_…>
                           an organization that this user does not belong to: best, one that exists
                           and is of another customer, to see that membership is checked
  --burst <n>              up to n more requests, until the route says 429, to see when it has them
                           come back; each may make a token, and counts against your key's limit
  --json                   machine-readable results
  --strict                 warnings count as wrong
  --version, --help

The route must be https, or on localhost. The check sends about 15 requests, some of them wrong on
purpose; about 7 of them make a token, which is thrown away. It never prints a whole token, nor
the cookies and headers given.

Exit status: 0 all right (warnings allowed, unless --strict), 1 something is wrong, 2 the command
was misused or the route could not be reached.

  npx workos-widget-tokens check http://localhost:3000/api/widget-token \\
    --organization org_01H5K5Z4J8T9D3G2F1N6M8V7C4 --cookie "session=$SESSION"`;
