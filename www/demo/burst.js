import { formatElapsed } from "./durations.js";
import { errorWords } from "./error-words.js";

const ASKERS = 1_000;

/** @typedef {import("../../src/npm/index.js").TokenManager} TokenManager */

/**
 * The button that lets a thousand widgets ask at once.
 *
 * @param {object} options
 * @param {HTMLButtonElement} options.button
 * @param {HTMLElement} options.picture
 * @param {HTMLElement} options.result
 * @param {() => { tokens: TokenManager, organizationId: string } | undefined} options.target
 */
export function showBurst({ button, picture, result, target }) {
  let bursts = 0;
  button.addEventListener("click", async () => {
    const aim = target();
    if (!aim || button.getAttribute("aria-disabled") === "true") return;
    bursts += 1;
    button.setAttribute("aria-disabled", "true");
    picture.dataset.state = "asking";
    result.textContent = "Asking…";
    // A session of its own makes it a key that no token is held for.
    const key = { organizationId: aim.organizationId, widgetScope: /** @type {const} */ ("sso") };
    const outcome = await askTwice(aim.tokens, { ...key, widgetSession: `burst ${bursts}` });
    picture.dataset.state = outcome.answers === ASKERS ? "answered" : "";
    result.textContent = words(outcome);
    button.removeAttribute("aria-disabled");
  });
}

/**
 * @typedef {object} Outcome
 * @property {number} answers
 * @property {number} differing how many tokens there are among the answers
 * @property {number} requests
 * @property {number} elapsedMs
 * @property {number} [againMs] how long a second round took
 * @property {unknown} [error] the first
 *
 * @param {TokenManager} tokens
 * @param {import("../../src/npm/index.js").TokenKey & { widgetSession: string }} key
 * @returns {Promise<Outcome>}
 */
async function askTwice(tokens, key) {
  let requests = 0;
  // Other keys may be renewed meanwhile, so this key's requests are counted, and not the manager's.
  const count = (/** @type {{ key: import("../../src/npm/index.js").TokenKey }} */ event) => {
    if (event.key.widgetSession === key.widgetSession) requests += 1;
  };
  const stops = [tokens.on("token", count), tokens.on("error", count)];
  const first = await askAtOnce(tokens, key);
  const again = first.error ? undefined : await askAtOnce(tokens, key);
  for (const stop of stops) stop();
  return { ...first, requests, againMs: again?.elapsedMs };
}

/**
 * @param {TokenManager} tokens
 * @param {import("../../src/npm/index.js").TokenKey} key
 */
async function askAtOnce(tokens, key) {
  const startedMs = performance.now();
  const answers = await Promise.allSettled(Array.from({ length: ASKERS }, () => tokens.getToken(key)));
  const elapsedMs = performance.now() - startedMs;
  const received = answers.filter((answer) => answer.status === "fulfilled").map(({ value }) => value);
  const failed = answers.find((answer) => answer.status === "rejected");
  return { answers: received.length, differing: new Set(received).size, elapsedMs, error: failed?.reason };
}

/** @param {Outcome} outcome */
function words({ answers, differing, requests, elapsedMs, againMs, error }) {
  const count = (/** @type {number} */ number, /** @type {string} */ noun) =>
    `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const summary = `${count(answers, "answer")}, ${count(requests, "request")}, ${formatElapsed(elapsedMs)}.`;
  if (error || againMs === undefined) return `${summary} ${errorWords(error)}.`;
  const same = differing === 1 ? "All were given the same token. " : "";
  return `${summary} ${same}Asked again, all came from the cache: ${formatElapsed(againMs)}.`;
}
