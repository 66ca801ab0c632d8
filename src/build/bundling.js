// The options for bundling.

/**
 * For what runs in a browser.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const FOR_BROWSERS = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  // What the module itself needs, but for Firefox, which got private class members later.
  target: ["chrome96", "firefox90", "safari15.1"],
  legalComments: "none",
};

/**
 * For what runs on a server. Neutral of platform: it must import nothing that Workers, Deno or
 * Bun have not.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const FOR_SERVERS = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "neutral",
  target: "node20",
  legalComments: "none",
};
