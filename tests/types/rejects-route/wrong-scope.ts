import type { WorkOSScope } from "workos-widget-tokens/route";

export const scope: WorkOSScope = "users"; // must not compile: 2322
