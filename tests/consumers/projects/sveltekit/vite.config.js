import { sveltekit } from "@sveltejs/kit/vite";

export default {
  plugins: [sveltekit()],
  define: { __STATIC__: process.env.ADAPTER === "static" },
};
