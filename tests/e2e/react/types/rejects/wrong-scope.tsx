import { useWidgetToken } from "workos-widget-tokens/react";

export const useIt = () => useWidgetToken({ widgetScope: "ssso" }); // must not compile: 2820
