import { useWidgetToken } from "workos-widget-tokens/react";

export const useIt = () => useWidgetToken({}); // must not compile: 2741
