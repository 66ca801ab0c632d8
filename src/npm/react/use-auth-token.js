/** The `authToken` of a WorkOS widget. */

import { useEffect, useState } from "react";

/**
 * Undefined until there is a token, then the token itself, then the function: a widget that starts with the
 * function sends its first requests without a token.
 *
 * @param {import("../react.js").WidgetToken} widgetToken
 */
export function useAuthToken({ token, status, getToken }) {
  const [begun, begin] = useState(/** @type {{ with?: Function }} */ ({}));
  // After a terminal error too: a widget that is never mounted could not refetch on focus.
  const isKnown = token !== undefined || status === "failed";
  useEffect(() => {
    if (isKnown) begin({ with: getToken });
  }, [isKnown, getToken]);
  return begun.with === getToken ? getToken : token;
}
