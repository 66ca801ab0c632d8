/**
 * What the declarations need of the platform: its own types where a program has them, from `dom`, `@types/node`
 * or another. A `lib` without any of them compiles as well.
 */

/** What is made by a global class. */
type Made<Name extends string, Otherwise> = typeof globalThis extends {
  [Global in Name]: { prototype: infer Instance };
}
  ? Instance
  : Otherwise;

/** `AbortSignal` */
export type Signal = Made<"AbortSignal", { readonly aborted: boolean; addEventListener: (...args: any[]) => void }>;

/** `Response` */
export type RouteResponse = Made<"Response", any>;

/** What `fetch` takes as headers. */
export type RouteHeaders =
  | [string, string][]
  | Record<string, string>
  | Made<"Headers", { forEach: (callback: (value: string, name: string) => void) => void }>;

/** Something that can be called as `fetch` is. */
export type Fetch = typeof globalThis extends { fetch: (input: any, init?: infer Init) => infer Reply }
  ? (url: string, init: NonNullable<Init>) => Reply
  : (url: string, init: any) => Promise<any>;

/** `WebAssembly.Module` */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** What names or holds a `.wasm` file. */
export type WasmSource =
  | string
  | Made<"URL", { readonly href: string }>
  | Made<"Request", { readonly url: string }>
  | RouteResponse
  | PromiseLike<RouteResponse>
  | ArrayBuffer
  | ArrayBufferView
  | WasmModule;

/** `[Symbol.dispose]`, where there are declarations of it, such as those of `lib: ["esnext.disposable"]`. */
export type DisposeMethod = SymbolConstructor extends { readonly dispose: infer Dispose extends symbol }
  ? { [Method in Dispose]: () => void }
  : object;
