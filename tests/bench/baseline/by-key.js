/** The readers of `ours`; the bundler puts the baseline's build in the place of this one. */

export * from "../ours/by-key.js";
