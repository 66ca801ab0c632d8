import { useWidgetToken } from "workos-widget-tokens/react";

export const useIt = () => useWidgetToken({ widgetScope: "sso" }).status === "done"; // must not compile: 2367
