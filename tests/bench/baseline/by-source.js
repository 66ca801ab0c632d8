/** The readers of `ours`; the bundler substitutes the baseline's build. */

export * from "../ours/by-source.js";
