import { requireUser } from "./access.js";

/**
 * `GET /demo/organizations`: those of the signed-in user, the token routes there are to ask, and
 * whether the stand-in's controls are there as well.
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
