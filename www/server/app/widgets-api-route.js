/**
 * `GET /demo/widgets-api`: where the widget components find their API, as `WorkOsWidgets` wants it:
 * `<WorkOsWidgets apiHostname={hostname} port={port} https={https}>`.
 *
 * @param {string} workosUrl
 * @returns {import("express").RequestHandler}
 */
export function widgetsApiRoute(workosUrl) {
  const { hostname, port, protocol } = new URL(workosUrl);
  return (_request, response) => {
    response.json({ hostname, port: port === "" ? null : Number(port), https: protocol === "https:" });
  };
}
