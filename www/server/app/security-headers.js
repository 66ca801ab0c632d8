/**
 * Middleware with the headers of every page, and the policy of the page that is asked for.
 *
 * @param {string} widgetsOrigin that of the API which the widget components call
 * @returns {import("express").RequestHandler}
 */
export function securityHeaders(widgetsOrigin) {
  return (request, response, next) => {
    const policy = request.path === "/widgets.html" ? widgetsPagePolicy(widgetsOrigin) : STRICT_POLICY;
    response.set({
      "Content-Security-Policy": policyText(policy),
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    });
    next();
  };
}

// The strictest policy that a WebAssembly module runs under: its code is fetched from this server
// ('self') and compiled ('wasm-unsafe-eval'). No inline script, no eval, no other host.
const STRICT_POLICY = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "connect-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "base-uri": "'none'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
};

const ICON_HOSTS = "https://cdn.workos.com https://images.workoscdn.com";

/**
 * What the widget components need besides: their API, for its links to the Admin Portal by a form too; the
 * style elements that Radix puts into the page; and the icons of identity providers, which their style sheet
 * loads.
 *
 * @param {string} widgetsOrigin
 */
function widgetsPagePolicy(widgetsOrigin) {
  return {
    ...STRICT_POLICY,
    "connect-src": `'self' ${widgetsOrigin}`,
    "style-src": "'self' 'unsafe-inline'",
    "img-src": `'self' data: ${ICON_HOSTS}`,
    "form-action": `'self' ${widgetsOrigin}`,
  };
}

/** @param {Record<string, string>} policy */
function policyText(policy) {
  return Object.entries(policy)
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");
}
