import node from "@astrojs/node";

const isServer = process.env.OUTPUT === "server";

export default {
  output: isServer ? "server" : "static",
  adapter: isServer ? node({ mode: "standalone" }) : undefined,
  devToolbar: { enabled: false },
};
