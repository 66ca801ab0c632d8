// The two ways in, as a page without a build step takes them: of this build, and of the baseline's.

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
 * Those that can be taken here.
 *
 * @param {string | undefined} baseline the folder of its build, if there is one
 */
export const startsWith = (baseline) => [
  ...Object.values(OURS),
  ...(baseline === undefined ? [] : Object.values(BASELINES)),
];
