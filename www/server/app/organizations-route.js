import { requireUser } from "./access.js";

/**
 * `GET /demo/organizations`: the signed-in user's organizations, the available token routes, and
 * whether the stand-in's controls exist.
 *
 * @param {{ tokenRoutes: string[], hasControls: boolean }} options
 * @returns {import("express").RequestHandler}
 */
export function organizationsRoute({ tokenRoutes, hasControls }) {
  return (request, response) => {
    const { organizations } = requireUser(request);
    response.json({ organizations, tokenRoutes, hasControls });
  };
}
