import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { mountInspector } from "workos-widget-tokens/inspector";
import { Ticker } from "../demo/ticker.js";
import { Counters } from "./counters.jsx";
import { SHARED } from "./six.js";
import { TroublePanel } from "./trouble-panel.jsx";
import { WatchedKey } from "./watched-key.js";

/**
 * What the widgets above do not notice. It is mounted anew for another organization, and another user.
 *
 * @param {object} props
 * @param {import("./parts.js").TokenManager} props.tokens
 * @param {import("./parts.js").WidgetRequests} props.requests
 * @param {import("./parts.js").Organization[]} props.organizations
 * @param {string} props.organizationId
 * @param {import("./parts.js").ServerState | null} props.state null where nothing can be set
 */
export function TokensBeneath({ tokens, requests, organizations, organizationId, state }) {
  const [ticker] = useState(() => new Ticker());
  const list = useSyncExternalStore(requests.subscribe, requests.list);
  const keys = useMemo(
    () => SHARED.map((shared) => new WatchedKey(tokens, { organizationId, widgetScope: shared.widgetScope }, shared)),
    [tokens, organizationId],
  );
  // Requests are judged by the tokens there are.
  const [, draw] = useState(0);
  useEffect(() => {
    const ends = keys.map((key) => key.watch(() => draw((count) => count + 1)));
    return () => {
      for (const end of ends) end();
    };
  }, [keys]);

  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    const label = (/** @type {import("../../src/npm/index.js").TokenKey} */ key) =>
      organizations.find(({ id }) => id === key.organizationId)?.name ?? key.organizationId;
    return mountInspector(tokens, { parent: place.current ?? undefined, label });
  }, [tokens, organizations]);

  const organization = organizations.find(({ id }) => id === organizationId)?.name;
  const judged = keys.map((key) => key.judge(list));
  return (
    <section id="tokens" className="beneath" aria-labelledby="tokens-title" tabIndex={-1}>
      <div className="try-head">
        <h2 id="tokens-title">Their tokens, beneath</h2>
        <p className="beneath-words">
          One for each scope at {organization}, shared by the widgets that need it, as the inspector shows them.
        </p>
      </div>
      <div className="stage">
        <div className="stage-widgets" ref={place} />
        <div className="stage-side">
          <TroublePanel first={state} keys={keys} ticker={ticker} />
        </div>
        <div className="stage-more">
          <Counters requests={judged.flat()} />
        </div>
      </div>
    </section>
  );
}
