/**
 * What the widgets sent, and what went wrong with it.
 *
 * @param {object} props
 * @param {import("./parts.js").JudgedRequest[]} props.requests
 */
export function Counters({ requests }) {
  const wrong = requests.filter(({ verdict }) => verdict !== "good");
  const refused = wrong.filter(({ verdict }) => verdict === "refused");
  return (
    <section className="panel" aria-labelledby="numbers-title">
      <h3 id="numbers-title">What the widgets have sent so far</h3>
      <dl className="counters">
        <div>
          <dt>requests</dt>
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
      <p className="hint">Of the widgets as they stand above, since they got their first token.</p>
    </section>
  );
}
