import { useCallback, useEffect, useState } from "react";
import { readState, setLifetime, startFaults, stopFaults } from "../demo/demo-server.js";
import { formatLeft } from "../demo/durations.js";
import { Segments } from "./choices.jsx";
import { LIFETIMES } from "./lifetimes.js";
import { LiveText } from "./live-text.jsx";

const OUTAGES = [
  { forMs: 20_000, detail: "20 s", watch: "The tokens at hand go on serving; the next are asked for again and again." },
  { forMs: 120_000, detail: "2 min", watch: "Tokens of 75 s run out meanwhile. The widgets wait, and nobody reloads." },
];

/** @typedef {{ forMs: number, untilMs: number }} Outage */

/**
 * What can go wrong, and the stand-in's lifetime of tokens.
 *
 * @param {object} props
 * @param {import("./parts.js").ServerState | null} props.first as the page was loaded; null where nothing can be set
 * @param {import("./parts.js").WatchedKey[]} props.keys
 * @param {import("./parts.js").Ticker} props.ticker
 */
export function TroublePanel({ first, keys, ticker }) {
  const [lifetimeSeconds, setLifetimeSeconds] = useState(first?.lifetimeSeconds);
  const [outage, setOutage] = useState(/** @type {Outage | null} */ (null));
  const [words, say] = useState("");
  useEffect(() => {
    if (first) readState().then(take);
  }, [first]);
  useEffect(() => {
    if (!outage) return undefined;
    const end = () => {
      setOutage(null);
      say("The backend is back.");
    };
    const timer = setTimeout(end, outage.untilMs - Date.now());
    return () => clearTimeout(timer);
  }, [outage]);
  if (!first) return <WithoutControls />;

  /**
   * What is on goes on when the visitor has switched the organization, or loaded the page again.
   *
   * @param {import("./parts.js").ServerState} state
   */
  function take({ lifetimeSeconds, faults }) {
    setLifetimeSeconds(lifetimeSeconds);
    const on = faults.find(({ kind }) => kind === "drop");
    if (on?.remainingMs) setOutage({ forMs: Number(on.forMs), untilMs: Date.now() + on.remainingMs });
  }

  /** @param {number} seconds */
  async function chooseLifetime(seconds) {
    setLifetimeSeconds(seconds);
    await setLifetime(seconds);
    fetchAnew(keys);
  }

  /** @param {typeof OUTAGES[number]} kind */
  async function toggleOutage({ forMs, watch }) {
    await stopFaults();
    setOutage(null);
    say("");
    if (outage?.forMs === forMs) return;
    await startFaults([{ kind: "drop", at: "app", forMs }]);
    setOutage({ forMs, untilMs: Date.now() + forMs });
    say(`Watch: ${watch}`);
    fetchAnew(keys);
  }

  async function refuseNext() {
    await rejectNextRequest();
    say("Watch: one request is refused. The widget keeps what it shows, and asks again.");
    comeBack();
  }

  return (
    <section className="panel faults" aria-labelledby="trouble-title">
      <h3 id="trouble-title">Make it go wrong</h3>
      <Segments name="New tokens live" options={LIFETIMES} chosen={lifetimeSeconds} onChoose={chooseLifetime} />
      <ul className="fault-list">
        {OUTAGES.map((kind) => (
          <li key={kind.forMs}>
            <Fault isOn={outage?.forMs === kind.forMs} onPress={() => toggleOutage(kind)}>
              <span>The backend is away</span>
              {outage?.forMs === kind.forMs ? (
                <TimeLeft untilMs={outage.untilMs} ticker={ticker} />
              ) : (
                <span className="fault-left">{kind.detail}</span>
              )}
            </Fault>
          </li>
        ))}
        <li>
          <Fault onPress={refuseNext}>
            <span>The next request is a 403</span>
          </Fault>
        </li>
        <li>
          <Fault onPress={comeBack}>
            <span>Come back from another tab</span>
          </Fault>
        </li>
      </ul>
      <p className="fault-watch" aria-live="polite">
        {words}
      </p>
    </section>
  );
}

/** @param {{ isOn?: boolean, onPress: () => void, children: import("react").ReactNode }} props */
function Fault({ isOn, onPress, children }) {
  return (
    <button type="button" className="fault" aria-pressed={isOn} onClick={onPress}>
      {children}
    </button>
  );
}

/** @param {{ untilMs: number, ticker: import("./parts.js").Ticker }} props */
function TimeLeft({ untilMs, ticker }) {
  const read = useCallback(() => `${formatLeft(untilMs - Date.now())} left`, [untilMs]);
  return (
    <span className="fault-left">
      <LiveText ticker={ticker} read={read} />
    </span>
  );
}

function WithoutControls() {
  return (
    <section className="panel" aria-labelledby="trouble-title">
      <h3 id="trouble-title">Make it go wrong</h3>
      <p className="hint">
        This server asks the real WorkOS, with a real key. Lifetimes and faults can only be set on the local stand-in:
        start the demo without WORKOS_API_KEY.
      </p>
      <button type="button" className="button button-wide" onClick={comeBack}>
        Come back from another tab
      </button>
    </section>
  );
}

/**
 * Has every key fetch a token, whatever it holds. What comes of it, the timelines tell.
 *
 * @param {import("./parts.js").WatchedKey[]} keys
 */
function fetchAnew(keys) {
  for (const { source } of keys) source.getToken({ forceRefresh: true }).catch(() => {});
}

/** As the browser tells a page that it is looked at again: every widget asks its API anew. */
function comeBack() {
  document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

async function rejectNextRequest() {
  const headers = { "Content-Type": "application/json" };
  await fetch("/demo/widgets-faults", { method: "POST", headers, body: JSON.stringify({ status: 403, count: 1 }) });
}
