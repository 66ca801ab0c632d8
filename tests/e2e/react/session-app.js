/** An app with a session, for tests of a change of the user or the organization. */

/** Records what its widget receives; runs in the browser. */
export function prepare({ endpoint }) {
  globalThis.seen = [];
  globalThis.mounted = 0;
  globalThis.tokens = createTokenManager({ endpoint, headers: () => ({ "X-User": globalThis.session }) });

  globalThis.Widget = ({ name, organizationId, user }) => {
    const { token, status, getToken } = useWidgetToken({ widgetScope: "sso" });
    const [number] = React.useState(() => ++mounted);
    React.useEffect(() => {
      getToken().then(
        (given) => seen.push([`${user} ${organizationId}`, ownerOf(given)]),
        () => {},
      );
    }, [getToken]);
    seen.push([`${user} ${organizationId}`, ownerOf(token)]);
    globalThis.getToken = getToken;
    return h("output", { id: name ?? "widget", "data-mount": number }, `${status} ${ownerOf(token) ?? ""}`.trim());
  };
  globalThis.App = ({ children, ...identity }) =>
    h(WidgetTokens, { tokens, ...identity }, h(Widget, identity), children);

  /** The server's session changes, and the app right after it. */
  globalThis.show = (organizationId, user, ...children) => {
    globalThis.session = user;
    globalThis.root ??= mount(null);
    atOnce(() => root.render(h(App, { organizationId, user }, ...children)));
  };
  globalThis.foreign = () => seen.filter(([wanted, owner]) => owner !== undefined && owner !== wanted);
}

/**
 * Who requested a token for which organization, in order.
 *
 * @param {ReturnType<typeof import("../package/route.js").createRoute>} route
 */
export const asked = (route) =>
  route.requests.map(({ json, headers }) => `${headers["x-user"]} ${json.organizationId}`);
