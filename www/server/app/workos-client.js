import { WorkOS } from "@workos-inc/node";

/**
 * The WorkOS SDK, set up for a token route that a browser is waiting on.
 *
 * @param {object} options
 * @param {string} options.apiKey
 * @param {string} [options.workosUrl] a server other than WorkOS's own
 * @param {number} options.timeoutMs
 */
export function createWorkosClient({ apiKey, workosUrl, timeoutMs }) {
  return new WorkOS({
    apiKey,
    ...(workosUrl && serverOptions(workosUrl)),
    timeout: timeoutMs,
    // The browser retries, and knows how many are waiting; retrying here too would multiply the two
    // and keep a request open for minutes.
    maxRetries: 0,
  });
}

/** @param {string} workosUrl */
function serverOptions(workosUrl) {
  const { protocol, hostname, port } = new URL(workosUrl);
  return { apiHostname: hostname, port: Number(port), https: protocol === "https:" };
}
