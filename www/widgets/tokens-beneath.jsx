import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Ticker } from "../demo/ticker.js";
import { Counters } from "./counters.jsx";
import { SHARED } from "./six.js";
import { TokenCard } from "./token-card.jsx";
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
  // The pictures are of the keys as they stand: whatever is new to one is drawn.
  const [, draw] = useState(0);
  useEffect(() => {
    const ends = keys.map((key) => key.watch(() => draw((count) => count + 1)));
    return () => {
      for (const end of ends) end();
    };
  }, [keys]);

  const organization = organizations.find(({ id }) => id === organizationId)?.name;
  const judged = keys.map((key) => key.judge(list));
  return (
    <section id="tokens" className="beneath" aria-labelledby="tokens-title" tabIndex={-1}>
      <div className="try-head">
        <h2 id="tokens-title">Their tokens, beneath</h2>
        <p className="beneath-words">One for each scope at {organization}, shared by the widgets that need it.</p>
      </div>
      <div className="stage">
        <div className="stage-widgets">
          <Legend />
          <ul className="cards">
            {keys.map((key, at) => (
              <TokenCard key={String(key.source.key.widgetScope)} watched={key} requests={judged[at]} ticker={ticker} />
            ))}
          </ul>
        </div>
        <div className="stage-side">
          <TroublePanel first={state} keys={keys} ticker={ticker} />
        </div>
        <div className="stage-more">
          <Counters tokens={tokens} requests={judged.flat()} ticker={ticker} />
        </div>
      </div>
    </section>
  );
}

function Legend() {
  return (
    <ul className="legend" aria-label="How to read the timelines">
      <li>
        <span className="legend-bar" />
        token in use
      </li>
      <li>
        <span className="legend-bar legend-spare" />
        still valid, already replaced
      </li>
      <li>
        <span className="legend-mark mark mark-due" />
        next fetch
      </li>
      <li>
        <span className="legend-mark mark mark-asked" />
        token request
      </li>
      <li>
        <span className="legend-mark mark mark-failed" />
        failed
      </li>
      <li>
        <span className="legend-mark tick" data-verdict="good" />
        widget's request, accepted
      </li>
      <li>
        <span className="legend-mark tick" data-verdict="refused" />
        refused
      </li>
      <li>
        <span className="legend-mark tick" data-verdict="none" />
        without a token
      </li>
    </ul>
  );
}
