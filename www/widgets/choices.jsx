import { useId } from "react";

/**
 * One among a few, as a row of radio buttons.
 *
 * @template {string | number | null} Value
 * @param {object} props
 * @param {string} props.name
 * @param {{ value: Value, name: string }[]} props.options
 * @param {Value | null | undefined} props.chosen
 * @param {(value: Value) => void} props.onChoose
 */
export function Segments({ name, options, chosen, onChoose }) {
  const group = useId();
  return (
    <fieldset className="field">
      <legend className="field-name">{name}</legend>
      <div className="segments">
        {options.map((option) => (
          <label key={option.name}>
            <input
              type="radio"
              name={group}
              checked={option.value === chosen}
              onChange={() => onChoose(option.value)}
            />
            <span>{option.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/**
 * @param {object} props
 * @param {import("./parts.js").Organization[]} props.organizations
 * @param {string | undefined} props.organizationId
 * @param {(organizationId: string) => void} props.onChoose
 */
export function OrganizationChoice({ organizations, organizationId, onChoose }) {
  return (
    <label className="field">
      <span className="field-name">Organization</span>
      <select
        value={organizationId}
        disabled={organizations.length === 0}
        onChange={({ target }) => onChoose(target.value)}
      >
        {organizations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
