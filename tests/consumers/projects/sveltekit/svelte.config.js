import cloudflare from "@sveltejs/adapter-cloudflare";
import node from "@sveltejs/adapter-node";
import staticFiles from "@sveltejs/adapter-static";

const adapters = { cloudflare, node, static: staticFiles };

export default { kit: { adapter: adapters[process.env.ADAPTER]() } };
