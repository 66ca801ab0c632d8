import { readFileSync } from "node:fs";

/**
 * The version of the package this file lies in, as source or bundled.
 *
 * @returns {string}
 */
export function readVersion() {
  for (const place of ["../package.json", "../../package.json"]) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8"));
      if (name === "workos-widget-tokens") return version;
    } catch {
      // Not there: one folder up, then.
    }
  }
  return "unknown";
}
