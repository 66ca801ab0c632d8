import { init } from "workos-widget-tokens/streaming";

init(null); // must not compile: 2345
