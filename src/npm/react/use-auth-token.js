/** What a WorkOS widget is given. */

import { useEffect, useState } from "react";

/**
 * Nothing until there is a token, then the token itself, then the function: a widget that begins with
 * the function sends its first requests without a token.
 *
 * @param {import("../react.js").WidgetToken} widgetToken
 */
export function useAuthToken({ token, getToken }) {
  const [begun, begin] = useState(/** @type {{ with?: Function }} */ ({}));
  const isThere = token !== undefined;
  useEffect(() => {
    if (isThere) begin({ with: getToken });
  }, [isThere, getToken]);
  return begun.with === getToken ? getToken : token;
}
