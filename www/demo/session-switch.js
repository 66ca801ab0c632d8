import { showSegments } from "./choice.js";

/**
 * The choice of who is signed in.
 *
 * @param {HTMLElement} place
 * @param {string[]} users
 * @param {(user: string | null) => void} onChoose null for nobody
 */
export function showSessionSwitch(place, users, onChoose) {
  const nobody = { value: /** @type {string | null} */ (null), name: "Nobody" };
  const somebody = users.map((user) => ({ value: /** @type {string | null} */ (user), name: displayName(user) }));
  return showSegments(place, [...somebody, nobody], onChoose);
}

/** @param {string} user */
export function displayName(user) {
  return user.charAt(0).toUpperCase() + user.slice(1);
}
