/** What a WorkOS widget is given. */

import { useEffect, useState } from "react";

/**
 * Nothing until there is a token, then the token itself, then the function: a widget that begins with
 * the function sends its first requests without a token.
 *
 * @param {import("../react.js").WidgetToken} widgetToken
 */
export function useAuthToken({ token, status, getToken }) {
  const [begun, begin] = useState(/** @type {{ with?: Function }} */ ({}));
  // A widget that is never mounted would not ask again when the visitor comes back.
  const isKnown = token !== undefined || status === "failed";
  useEffect(() => {
    if (isKnown) begin({ with: getToken });
  }, [isKnown, getToken]);
  return begun.with === getToken ? getToken : token;
}
