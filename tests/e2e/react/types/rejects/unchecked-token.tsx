import { useWidgetToken } from "workos-widget-tokens/react";

export function useIt(): string {
  return useWidgetToken({ widgetScope: "sso" }).token; // must not compile: 2322
}
