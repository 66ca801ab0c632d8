/**
 * Asks for a token in the seed's contract, which the SDK no longer speaks.
 *
 * @typedef {(fields: Record<string, unknown>) => Promise<Response>} RequestSeedToken
 *
 * @param {{ workosUrl: string, apiKey: string, timeoutMs: number }} options
 * @returns {RequestSeedToken}
 */
export function createSeedClient({ workosUrl, apiKey, timeoutMs }) {
  return (fields) =>
    fetch(`${workosUrl}/widgets/token`, {
      method: "POST",
      headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
      body: JSON.stringify(fields),
      signal: AbortSignal.timeout(timeoutMs),
    });
}
