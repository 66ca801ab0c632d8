export default {
  optimizeDeps: { exclude: ["workos-widget-tokens"] },
};
