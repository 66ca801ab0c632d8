import { invalidRequest } from "../refusal.js";

/**
 * What can be made to go wrong, and for how long: until `forMs` have passed, until `count` requests
 * have met it, or until it is cleared. `at` says where: between the app and WorkOS, or between the
 * browser and the app.
 *
 * @typedef {object} Reach
 * @property {"workos" | "app"} at
 * @property {number} [forMs]
 * @property {number} [count]
 *
 * @typedef {Reach & { kind: "status", status: number, retryAfter?: number | "date", body?: unknown }} StatusFault
 * @typedef {Reach & { kind: "delay", delayMs: number }} DelayFault
 * @typedef {Reach & { kind: "drop" }} DropFault
 * @typedef {Reach & { kind: "stall" }} StallFault
 * @typedef {{ kind: "clock", offsetMs: number, forMs?: number, count?: undefined }} ClockFault
 * @typedef {Reach & { kind: "reply", status: number, contentType?: string, body: string }} ReplyFault
 * @typedef {StatusFault | DelayFault | DropFault | StallFault | ClockFault | ReplyFault} Fault
 */

/** @typedef {(value: unknown) => string | undefined} Check what the value should have been, if it is not */

const DAY_MS = 86_400_000;
const TEN_YEARS_MS = 3650 * DAY_MS;

/** @type {Record<string, Check>} */
const REACH = {
  at: optional(oneOf("workos", "app")),
  forMs: optional(integer(1, DAY_MS)),
  count: optional(integer(1, 1_000_000)),
};

/** @type {Record<string, Record<string, Check>>} */
const KINDS = {
  status: {
    ...REACH,
    status: integer(400, 599),
    retryAfter: optional(secondsOrDate),
    body: optional(anything),
  },
  delay: { ...REACH, delayMs: integer(0, DAY_MS) },
  drop: REACH,
  stall: REACH,
  // Both servers share the clock, so a wrong one is at neither, and counts no requests.
  clock: { forMs: REACH.forMs, offsetMs: integer(-TEN_YEARS_MS, TEN_YEARS_MS) },
  reply: {
    ...REACH,
    status: integer(200, 599),
    contentType: optional(headerText),
    body: string,
  },
};

/**
 * Reads one fault or an array of them. All are good, or none is taken.
 *
 * @param {unknown} input
 * @returns {Fault[]}
 */
export function parseFaults(input) {
  if (!Array.isArray(input)) return [parseFault(input, "fault")];
  return input.map((fault, index) => parseFault(fault, `faults[${index}]`));
}

/**
 * @param {unknown} input
 * @param {string} where
 * @returns {Fault}
 */
function parseFault(input, where) {
  if (typeof input !== "object" || input === null) refuse(where, "an object with a kind");
  const fields = /** @type {Record<string, unknown>} */ (input);
  const { kind } = fields;
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) {
    refuse(`${where}.kind`, `one of ${Object.keys(KINDS).join(", ")}`);
  }
  const checks = KINDS[kind];

  for (const name of Object.keys(fields)) {
    if (name !== "kind" && !Object.hasOwn(checks, name)) refuse(`${where}.${name}`, "left out");
  }
  for (const [name, check] of Object.entries(checks)) {
    const expected = check(fields[name]);
    if (expected) refuse(`${where}.${name}`, expected);
  }
  const at = Object.hasOwn(checks, "at") ? { at: fields.at ?? "workos" } : {};
  return Object.freeze(/** @type {Fault} */ ({ ...fields, ...at }));
}

/**
 * @param {string} where
 * @param {string} expected
 * @returns {never}
 */
function refuse(where, expected) {
  throw invalidRequest(`${where} must be ${expected}`);
}

/**
 * @param {number} least
 * @param {number} most
 * @returns {Check}
 */
function integer(least, most) {
  return (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `a whole number from ${least} to ${most}`;
}

/**
 * @param {...string} choices
 * @returns {Check}
 */
function oneOf(...choices) {
  return (value) => (choices.some((choice) => choice === value) ? undefined : choices.join(" or "));
}

/**
 * @param {Check} check
 * @returns {Check}
 */
function optional(check) {
  return (value) => (value === undefined ? undefined : check(value));
}

/** @type {Check} */
function secondsOrDate(value) {
  return value === "date" ? undefined : integer(0, 86_400)(value) && 'seconds, or "date"';
}

/** @type {Check} */
function headerText(value) {
  const fits = typeof value === "string" && /^[\x20-\x7e]+$/.test(value);
  return fits ? undefined : "a header value in plain ASCII";
}

/** @type {Check} */
function string(value) {
  return typeof value === "string" ? undefined : "a string";
}

/** @type {Check} */
function anything() {
  return undefined;
}
