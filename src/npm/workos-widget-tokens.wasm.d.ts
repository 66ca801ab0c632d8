/**
 * The module's file. What importing it gives is for the tool to say: its address in Bun, Angular and others, the
 * compiled module in Workers. `init` of `workos-widget-tokens/streaming` takes either.
 */

import type { WasmModule } from "./platform.js";

declare const wasm: string & WasmModule;
export default wasm;
