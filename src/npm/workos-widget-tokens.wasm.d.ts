/**
 * The module's file. What importing it returns depends on the tool: a URL in Bun, Angular and others, the compiled
 * module in Workers. `init` of `workos-widget-tokens/streaming` accepts either.
 */

import type { WasmModule } from "./platform.js";

declare const wasm: string & WasmModule;
export default wasm;
