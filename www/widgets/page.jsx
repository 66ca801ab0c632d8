import { QueryClientProvider } from "@tanstack/react-query";
import { WorkOsWidgets } from "@workos-inc/widgets";
import { useState } from "react";
import { WidgetTokens } from "workos-widget-tokens/react";
import { readOffer, signIn } from "../demo/demo-server.js";
import { displayName } from "../demo/session-switch.js";
import { OrganizationChoice, Segments } from "./choices.jsx";
import { COLUMNS } from "./six.js";
import { TokensBeneath } from "./tokens-beneath.jsx";
import { useTheme } from "./use-theme.js";
import { WidgetPanel } from "./widget-panel.jsx";

/**
 * @param {object} props
 * @param {import("./parts.js").TokenManager} props.tokens
 * @param {import("@tanstack/react-query").QueryClient} props.queryClient
 * @param {import("./parts.js").WidgetRequests} props.requests
 * @param {import("./parts.js").Session} props.session
 * @param {import("./parts.js").Offer | null} props.offer null for nobody
 * @param {import("./parts.js").ServerState | null} props.state null where nothing can be set
 * @param {{ hostname: string, port: number | null, https: boolean }} props.api of the widgets
 */
export function Page({ tokens, queryClient, requests, session, offer, state, api }) {
  const [chosen, choose] = useState(session.user);
  const [user, setUser] = useState(session.user);
  const [organizations, setOrganizations] = useState(offer?.organizations ?? []);
  const [organizationId, setOrganizationId] = useState(organizations[0]?.id);
  const theme = useTheme();

  /** @param {string | null} name */
  async function switchUser(name) {
    choose(name);
    await signIn(name);
    const next = name === null ? [] : (await readOffer()).organizations;
    setUser(name);
    setOrganizations(next);
    if (!next.some(({ id }) => id === organizationId)) setOrganizationId(next[0]?.id);
  }

  const people = [...session.users.map(asPerson), NOBODY];
  return (
    <>
      <section className="whose" aria-label="Whose widgets">
        <OrganizationChoice {...{ organizations, organizationId }} onChoose={setOrganizationId} />
        <Segments name="Signed in" options={people} chosen={chosen} onChoose={switchUser} />
        {organizationId && (
          <a className="whose-link" href="#tokens">
            See their tokens beneath
          </a>
        )}
      </section>
      {!organizationId && <p className="empty">{whyNone(user)}</p>}
      {organizationId && (
        <QueryClientProvider client={queryClient}>
          <WidgetTokens tokens={tokens} organizationId={organizationId} user={user} queryClient={queryClient}>
            <section id="widgets" aria-label="Widgets" tabIndex={-1}>
              <WorkOsWidgets
                queryClient={queryClient}
                apiHostname={api.hostname}
                port={api.port}
                https={api.https}
                theme={theme}
              >
                <div className="columns">
                  {COLUMNS.map((widgets) => (
                    <div key={widgets[0].type} className="column">
                      {widgets.map((widget) => (
                        <WidgetPanel key={widget.type} {...widget} />
                      ))}
                    </div>
                  ))}
                </div>
              </WorkOsWidgets>
            </section>
            <TokensBeneath {...{ tokens, requests, organizations, organizationId, state }} />
          </WidgetTokens>
        </QueryClientProvider>
      )}
    </>
  );
}

/** @param {string} user */
const asPerson = (user) => ({ value: /** @type {string | null} */ (user), name: displayName(user) });
const NOBODY = { value: /** @type {string | null} */ (null), name: "Nobody" };

/** @param {string | null} user */
function whyNone(user) {
  if (user === null) return "Nobody is signed in, so there are no widgets. Choose somebody.";
  return "This user belongs to no organization. Start the demo with WORKOS_ORGANIZATION_ID.";
}
