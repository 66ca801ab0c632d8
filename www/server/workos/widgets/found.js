import { Refusal } from "../../refusal.js";

/**
 * The one with this id, or a 404.
 *
 * @template {{ id: string }} T
 * @param {T[]} list
 * @param {string} id
 * @returns {T}
 */
export function found(list, id) {
  const item = list.find((candidate) => candidate.id === id);
  if (!item) throw new Refusal(404, "not_found", `There is no ${id}.`);
  return item;
}

/**
 * Takes the one with this id off the list, or answers 404.
 *
 * @template {{ id: string }} T
 * @param {T[]} list
 * @param {string} id
 * @returns {T}
 */
export function takeOff(list, id) {
  const item = found(list, id);
  list.splice(list.indexOf(item), 1);
  return item;
}
