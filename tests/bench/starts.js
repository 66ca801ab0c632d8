// Both entries, as a page without a build step uses them: of this build, and of the baseline's.

export const OURS = {
  default: { start: "default", script: "/dist/index.js" },
  streaming: { start: "streaming", script: "/dist/streaming.js" },
};

export const BASELINES = {
  default: { start: "default", script: "/baseline/index.js" },
  streaming: { start: "streaming", script: "/baseline/streaming.js" },
};

/** @typedef {typeof OURS.default} Start */

/**
 * The starts that can be measured here.
 *
 * @param {string | undefined} baseline the folder of its build, if there is one
 */
export const startsWith = (baseline) => [
  ...Object.values(OURS),
  ...(baseline === undefined ? [] : Object.values(BASELINES)),
];
