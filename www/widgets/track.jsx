import { useEffect, useRef, useState } from "react";
import { axisOf, offsetPercent, windowOf } from "./scale.js";
import { VERDICT_WORDS } from "./verdict.js";

const LANES = 3;

/**
 * A key's tokens to scale, its requests for them, and the widgets' requests. The present stands still.
 *
 * @param {object} props
 * @param {import("./parts.js").KeyStory} props.story
 * @param {import("./parts.js").Widget[]} props.widgets
 * @param {import("./parts.js").JudgedRequest[]} props.requests
 * @param {import("./parts.js").Ticker} props.ticker
 */
export function Track({ story, widgets, requests, ticker }) {
  const [originMs] = useState(() => Date.now());
  const windowMs = windowOf(story.lives.at(-1));
  const layer = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    const move = (/** @type {number} */ nowMs) => {
      if (layer.current)
        layer.current.style.transform = `translateX(${offsetPercent(nowMs - originMs, windowMs).toFixed(3)}%)`;
    };
    move(Date.now());
    return ticker.join(move);
  }, [ticker, originMs, windowMs]);

  const { current, snapshot } = story;
  const share = (/** @type {number} */ ms) => `${((ms / windowMs) * 100).toFixed(4)}%`;
  const place = (/** @type {number} */ atMs) => share(atMs - originMs);
  const dueAtMs = snapshot?.retryAt ?? (snapshot?.status === "ready" ? current?.refreshAtMs : undefined);
  return (
    <div className="track" style={/** @type {object} */ ({ "--widgets": widgets.length })}>
      <div className="track-names">
        <span className="track-name-tokens">tokens</span>
        <span>token requests</span>
        {widgets.map(({ name, type }) => (
          <span key={type}>{breakable(name)}</span>
        ))}
      </div>
      <div className="timeline" role="img" aria-label={describe(story, requests)}>
        <div ref={layer} className="timeline-layer">
          {story.lives.map((life) => (
            <Bar key={life.number} life={life} place={place} share={share} />
          ))}
          {story.tries.map(({ kind, atMs }) => (
            <div key={`${kind} ${atMs}`} className={`mark mark-${kind}`} style={{ left: place(atMs) }} />
          ))}
          {dueAtMs !== undefined && <div className="mark mark-due" style={{ left: place(dueAtMs) }} />}
          {widgets.map(({ type }, row) =>
            ticksOf(requests, type, Date.now() - windowMs).map(({ atMs, verdict }, at) => (
              <div
                key={`${type} ${at} ${atMs}`}
                className="tick"
                data-verdict={verdict}
                style={/** @type {object} */ ({ left: place(atMs), "--row": row })}
              />
            )),
          )}
        </div>
        <div className="timeline-veil" />
        <div className="timeline-now" />
      </div>
      <div className="timeline-axis" aria-hidden="true">
        {axisOf(windowMs).map(({ text, percent }) => (
          <span key={text} style={{ left: `${percent}%` }}>
            {text}
          </span>
        ))}
      </div>
    </div>
  );
}

/**
 * A component's name, which may be broken where a word of it begins.
 *
 * @param {string} name
 */
function breakable(name) {
  return name.split(/(?=[A-Z])/).flatMap((word) => [<wbr key={word} />, word]);
}

/**
 * @param {object} props
 * @param {import("./parts.js").Life} props.life
 * @param {(atMs: number) => string} props.place
 * @param {(ms: number) => string} props.share
 */
function Bar({ life, place, share }) {
  const { mintedAtMs, expiresAtMs, endedAtMs = expiresAtMs, ending, number } = life;
  const untilMs = ending === "dropped" ? endedAtMs : expiresAtMs;
  const used = Math.min(100, ((endedAtMs - mintedAtMs) / (untilMs - mintedAtMs)) * 100);
  return (
    <div
      className={`bar lane-${number % LANES}`}
      data-ending={ending ?? "current"}
      style={{ left: place(mintedAtMs), width: share(untilMs - mintedAtMs) }}
    >
      <span className="bar-used" style={{ width: `${used}%` }} />
    </div>
  );
}

/**
 * Those of one widget that are still to be seen.
 *
 * @param {import("./parts.js").JudgedRequest[]} requests
 * @param {string} type
 * @param {number} sinceMs
 */
function ticksOf(requests, type, sinceMs) {
  return requests.filter((request) => request.type === type && request.atMs > sinceMs);
}

/**
 * The picture in words.
 *
 * @param {import("./parts.js").KeyStory} story
 * @param {import("./parts.js").JudgedRequest[]} requests
 */
function describe(story, requests) {
  const counts = Object.entries(VERDICT_WORDS)
    .map(([verdict, words]) => ({ count: requests.filter((request) => request.verdict === verdict).length, words }))
    .filter(({ count }) => count > 0)
    .map(({ count, words }) => `${count} ${words}`);
  return `${story.describe()} Requests of the widgets: ${counts.join(", ") || "none"}.`;
}
