/** The same with the diagnostics; runs in the browser. */

import { diagnose } from "workos-widget-tokens/diagnostics";
import { h } from "./stage-widgets.js";

Object.assign(globalThis, { diagnose, h });
