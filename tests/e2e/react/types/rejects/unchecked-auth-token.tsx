import { useAuthToken, useWidgetToken } from "workos-widget-tokens/react";

export function useIt(): string | (() => Promise<string>) {
  return useAuthToken(useWidgetToken({ widgetScope: "sso" })); // must not compile: 2322
}
