import { formatLeft } from "../demo/durations.js";
import { shortToken } from "../demo/key-label.js";
import { statusOf } from "../demo/status-words.js";
import { LiveText } from "./live-text.jsx";
import { Track } from "./track.jsx";

/**
 * A key: how its token stands, and what has become of those before it.
 *
 * @param {object} props
 * @param {import("./parts.js").WatchedKey} props.watched
 * @param {import("./parts.js").JudgedRequest[]} props.requests
 * @param {import("./parts.js").Ticker} props.ticker
 */
export function TokenCard({ watched, requests, ticker }) {
  const { source, story, widgets } = watched;
  const { snapshot, current } = story;
  const scope = String(source.key.widgetScope);
  const { icon, words, trouble } = statusOf(snapshot);
  const nextMs = snapshot?.retryAt ?? (snapshot?.status === "ready" ? current?.refreshAtMs : undefined);
  const left = (/** @type {number | undefined} */ untilMs) => () =>
    untilMs === undefined ? "–" : formatLeft(untilMs - Date.now());
  return (
    <li className="card key" data-status={icon} data-troubled={trouble ? "" : undefined}>
      <div className="key-head">
        <h3 className="card-title">{titleOf(scope)}</h3>
        <p className="card-scopes">{scope}</p>
        <p className="card-status">
          <Icon name={icon} />
          <span>{words}</span>
        </p>
      </div>
      <dl className="card-numbers">
        <div>
          <dt>Token</dt>
          <dd className="card-token">{snapshot?.token ? shortToken(snapshot.token) : "–"}</dd>
        </div>
        <div>
          <dt>Ends in</dt>
          <dd>
            <LiveText ticker={ticker} read={left(current?.expiresAtMs)} />
          </dd>
        </div>
        <div>
          <dt>{snapshot?.retryAt ? "Next try in" : "Next fetch in"}</dt>
          <dd>
            <LiveText ticker={ticker} read={left(nextMs)} />
          </dd>
        </div>
      </dl>
      <Track story={story} widgets={widgets} requests={requests} ticker={ticker} />
      {trouble && (
        <p className="card-note">
          <Icon name="waiting" />
          <span>{trouble}</span>
        </p>
      )}
    </li>
  );
}

/** @param {{ name: string }} props */
function Icon({ name }) {
  return (
    <svg className="icon" aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  );
}

/**
 * "widgets:domain-verification:manage" is about the domain verification.
 *
 * @param {string} widgetScope
 */
function titleOf(widgetScope) {
  const [, subject] = widgetScope.split(":");
  if (subject === "sso") return "Single sign-on";
  if (subject === "api-keys") return "API keys";
  const words = subject.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
