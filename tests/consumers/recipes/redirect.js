/** Preloaded into the app's server: redirects its WorkOS requests to the stand-in. */

const { fetch } = globalThis;

globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  if (url.hostname !== "api.workos.com") return fetch(input, init);
  return fetch(new URL(url.pathname + url.search, process.env.STAND_IN_URL), init);
};
