import { useCallback } from "react";
import { LiveText } from "./live-text.jsx";

/**
 * What it has cost, and what went wrong.
 *
 * @param {object} props
 * @param {import("./parts.js").TokenManager} props.tokens
 * @param {import("./parts.js").JudgedRequest[]} props.requests
 * @param {import("./parts.js").Ticker} props.ticker
 */
export function Counters({ tokens, requests, ticker }) {
  const read = (/** @type {"fetches" | "failures" | "hits"} */ name) =>
    useCallback(() => String(tokens.stats()[name]), [name]);
  const wrong = requests.filter(({ verdict }) => verdict !== "good");
  const refused = wrong.filter(({ verdict }) => verdict === "refused");
  return (
    <section className="panel numbers" aria-labelledby="numbers-title">
      <h3 id="numbers-title">What it has done so far</h3>
      <dl className="counters">
        <div>
          <dt>token requests sent</dt>
          <dd data-counter="fetches">
            <LiveText ticker={ticker} read={read("fetches")} />
          </dd>
        </div>
        <div>
          <dt>of them, failed</dt>
          <dd>
            <LiveText ticker={ticker} read={read("failures")} />
          </dd>
        </div>
        <div>
          <dt>times a widget asked, and one was at hand</dt>
          <dd>
            <LiveText ticker={ticker} read={read("hits")} />
          </dd>
        </div>
        <div>
          <dt>requests of the widgets</dt>
          <dd data-counter="requests">{requests.length}</dd>
        </div>
        <div>
          <dt>of them, refused</dt>
          <dd data-counter="refused">{refused.length}</dd>
        </div>
        <div>
          <dt>with no token, or not the right one</dt>
          <dd data-counter="wrong">{wrong.length - refused.length}</dd>
        </div>
      </dl>
      <p className="hint">The last three are of the widgets as they stand above, since they got their first token.</p>
    </section>
  );
}
