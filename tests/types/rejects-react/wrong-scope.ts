import { useWidgetToken } from "workos-widget-tokens/react";

useWidgetToken({ widgetScope: "single-sign-on" }); // must not compile: 2322
