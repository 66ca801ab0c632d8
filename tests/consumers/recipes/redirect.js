/** Preloaded into the app's server: what it sends to WorkOS reaches the stand-in. */

const { fetch } = globalThis;

globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.hostname !== "api.workos.com") return fetch(input, init);
  return fetch(new URL(url.pathname + url.search, process.env.STAND_IN_URL), init);
};
