import { init } from "workos-widget-tokens"; // must not compile: 2305

init();
