/**
 * A choice of one among a few, as a row of radio buttons.
 *
 * @template Value
 * @typedef {{ value: Value, name: string }} Option
 */

let groups = 0;

/**
 * @template {string | number | null} Value
 * @param {HTMLElement} place
 * @param {Option<Value>[]} options
 * @param {(value: Value) => void} onChoose
 * @returns {(value: Value) => void} shows another choice, without a call of `onChoose`
 */
export function showSegments(place, options, onChoose) {
  groups += 1;
  const group = `segments-${groups}`;
  const inputs = options.map(({ value, name }) => {
    const input = labelledInput(place, "radio", name);
    input.name = group;
    input.addEventListener("change", () => onChoose(value));
    return { value, input };
  });
  return (chosen) => {
    for (const { value, input } of inputs) input.checked = value === chosen;
  };
}

/**
 * Any number among a few, as check boxes.
 *
 * @param {HTMLElement} place
 * @param {Option<string>[]} options
 */
export function showChips(place, options) {
  return options.map(({ value, name }) => {
    const input = labelledInput(place, "checkbox", name);
    input.value = value;
    return input;
  });
}

/**
 * @param {HTMLElement} place
 * @param {"radio" | "checkbox"} type
 * @param {string} name
 */
function labelledInput(place, type, name) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const text = document.createElement("span");
  input.type = type;
  text.textContent = name;
  label.append(input, text);
  place.append(label);
  return input;
}
