import { useWidgetToken } from "workos-widget-tokens"; // must not compile: 2305

export { useWidgetToken };
