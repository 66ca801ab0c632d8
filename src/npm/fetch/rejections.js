/** Whether a reply means that the token was rejected. */

/** @param {Response} response */
export const isRejectedStatus = ({ status }) => status === 401 || status === 403;

/** @param {Response} response */
export async function isGraphqlRejection(response) {
  if (isRejectedStatus(response)) return true;
  // Other types may be endless streams.
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(response.headers.get("content-type") ?? "")) return false;
  const results = await response
    .clone()
    .json()
    .catch(() => undefined);
  // A batch contains one result per operation.
  return [results].flat().some(isUnauthenticated);
}

/** @param {any} result */
const isUnauthenticated = (result) =>
  Array.isArray(result?.errors) &&
  result.errors.some((/** @type {any} */ error) => error?.extensions?.code === "UNAUTHENTICATED");
