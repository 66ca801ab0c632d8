import { useWidgetToken } from "workos-widget-tokens/react";

useWidgetToken({ widgetScope: "sso" }).token.length; // must not compile: 2532
