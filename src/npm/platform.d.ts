/**
 * The platform types that the declarations use: the program's own where it has them, from `dom`, `@types/node`
 * or another library. A `lib` without any of them compiles too.
 */

/** The instance type of a global class. */
type Made<Name extends string, Otherwise> = typeof globalThis extends {
  [Global in Name]: { prototype: infer Instance };
}
  ? Instance
  : Otherwise;

/** `AbortSignal` */
export type Signal = Made<"AbortSignal", { readonly aborted: boolean; addEventListener: (...args: any[]) => void }>;

/** `Response` */
export type RouteResponse = Made<"Response", any>;

/** The headers that `fetch` accepts. */
export type RouteHeaders =
  | [string, string][]
  | Record<string, string>
  | Made<"Headers", { forEach: (callback: (value: string, name: string) => void) => void }>;

/** A function like `fetch`. */
export type Fetch = typeof globalThis extends { fetch: (input: any, init?: infer Init) => infer Reply }
  ? (url: string, init: NonNullable<Init>) => Reply
  : (url: string, init: any) => Promise<any>;

/** `WebAssembly.Module` */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** The URL, response, bytes or compiled module of a `.wasm` file. */
export type WasmSource =
  | string
  | Made<"URL", { readonly href: string }>
  | Made<"Request", { readonly url: string }>
  | RouteResponse
  | PromiseLike<RouteResponse>
  | ArrayBuffer
  | ArrayBufferView
  | WasmModule;

/** `[Symbol.dispose]`, if it is declared, for example by `lib: ["esnext.disposable"]`. */
export type DisposeMethod = SymbolConstructor extends { readonly dispose: infer Dispose extends symbol }
  ? { [Method in Dispose]: () => void }
  : object;
