// The licences of what is compiled into the module, which ask to be shipped with it.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { shippedCrates } from "./crates.js";
import { dist } from "./paths.js";
import { SetupError } from "./report.js";

/** Texts for those who ship none themselves. */
const OWN_TEXTS = fileURLToPath(new URL("./licence-texts/", import.meta.url));

const HEAD = `dist/ holds, compiled, the work of others besides that of workos-widget-tokens,
whose own licence is in the file LICENSE. These are theirs. Nothing of it is from npm.
`;

export function writeLicences() {
  writeFileSync(path.join(dist, "LICENSES.txt"), licencesText());
}

/** Each text once, below the names of those whose it is. */
export function licencesText() {
  /** @type {Map<string, string[]>} */
  const holders = new Map();
  for (const crate of shippedCrates().crates) {
    for (const text of textsOf(crate)) {
      holders.set(text, [...(holders.get(text) ?? []), `${crate.name} ${crate.version}: ${crate.licence}`]);
    }
  }
  const sections = [...holders].map(([text, names]) => `${"-".repeat(80)}\n${names.join("\n")}\n\n${text}\n`);
  return [HEAD, ...sections].join("\n");
}

/** @param {import("./crates.js").Crate} crate */
function textsOf({ name, version, folder }) {
  const own = path.join(OWN_TEXTS, `${name}.txt`);
  const files = folder ? readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)) : [];
  // Where there is a choice it is MIT's, which is short.
  const chosen = files.length > 1 ? files.filter((file) => !/apache/i.test(file)) : files;
  const paths = chosen.sort().map((file) => path.join(String(folder), file));
  if (paths.length === 0 && existsSync(own)) paths.push(own);
  if (paths.length === 0) {
    throw new SetupError(`The crate ${name} ${version} ships no licence: put its text into ${own}`);
  }
  return paths.map((file) => readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim());
}
