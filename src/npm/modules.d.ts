/** Modules that the build provides. */

declare module "workos-widget-tokens:engine" {
  /** Creates a fresh copy of wasm-bindgen's glue: its state is shared with no other copy. */
  export function createEngine(
    /** Creates the instance, and may wrap its exports. */
    Instance: new (module: WebAssembly.Module, imports: WebAssembly.Imports) => { exports: object },
  ): {
    /** Must be called first, and once. */
    initSync(options: { module: WebAssembly.Module }): unknown;
    /** The class that `src/exports` exports. */
    TokenManager: new (
      options: unknown,
    ) => any;
    TokenSource: { prototype: object };
  };
}

declare module "workos-widget-tokens:bytes" {
  /** The module, encoded as text by `src/build/text-encoding.js`. */
  const text: string;
  export default text;
}

declare module "workos-widget-tokens:decoder" {
  /** `decode.wat`, compiled, in base64. */
  const text: string;
  export default text;
}

declare module "workos-widget-tokens:inspector-style" {
  /** The style sheet of the inspector, minified. */
  const text: string;
  export default text;
}

declare module "workos-widget-tokens:version" {
  /** The package's name and version, as npm writes them. */
  const text: string;
  export default text;
}
