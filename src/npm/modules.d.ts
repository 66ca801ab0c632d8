/** What the build puts in place of these names. */

declare module "workos-widget-tokens:glue" {
  /** The class that wasm-bindgen makes of `src/exports/engine.rs`. */
  export const Engine: new (...args: any[]) => import("./types.js").Engine;
  /** What the module imports. */
  export function imports(): WebAssembly.Imports;
  /** Makes an instance of the module the one that `Engine` uses. */
  export function start(instance: WebAssembly.Instance): unknown;
}

declare module "workos-widget-tokens:bytes" {
  /** The module, written as text by `src/build/text-encoding.js`. */
  const text: string;
  export default text;
}
