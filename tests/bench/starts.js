// The two ways in, as a page without a build step takes them.

export const DEFAULT = { start: "default", script: "/dist/index.js" };
export const STREAMING = { start: "streaming", script: "/dist/streaming.js" };
