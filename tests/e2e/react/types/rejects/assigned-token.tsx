import { useWidgetToken } from "workos-widget-tokens/react";

export function useIt() {
  useWidgetToken({ widgetScope: "sso" }).token = ""; // must not compile: 2540
}
