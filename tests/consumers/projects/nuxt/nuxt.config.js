export default {
  compatibilityDate: "2026-11-01",
  // For the top-level await in streaming-token.js.
  nitro: { esbuild: { options: { target: "es2022" } } },
};
