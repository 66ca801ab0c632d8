import { askOnServer } from "../ask.js";
import { tokens } from "../tokens.js";

export const loader = () => askOnServer(tokens);

export default function Refused({ loaderData }) {
  return <output>{JSON.stringify(loaderData)}</output>;
}
