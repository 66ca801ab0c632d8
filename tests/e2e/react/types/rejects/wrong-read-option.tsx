import { useWidgetToken } from "workos-widget-tokens/react";

export const useIt = () => useWidgetToken({ widgetScope: "sso" }).getToken({ force: true }); // must not compile: 2353
