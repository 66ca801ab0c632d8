// The built package, as the page imports it: by path, since there is no bundler. (A path from the root
// can be declared by a pattern only.)
declare module "*/dist/tabs.js" {
  export const createTokenManager: typeof import("../../src/npm/index.js").createTokenManager;
}

declare module "*/dist/inspector.js" {
  export const mountInspector: typeof import("../../src/npm/inspector.js").mountInspector;
}
