/** The AWS SDK's `memoize`: one value, fetched again shortly before it expires. */

import { memoize } from "@smithy/property-provider";
import { askRoute } from "../floors/route.js";

const LEAD_MS = 60_000;

export async function warm() {
  const read = cold();
  await read();
  return read;
}

export function cold() {
  const provide = memoize(
    askRoute,
    (/** @type {{ expiresAtMs: number }} */ { expiresAtMs }) => expiresAtMs - Date.now() < LEAD_MS,
    () => true,
  );
  return async () => (await provide()).token;
}
