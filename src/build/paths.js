// Where things are.

import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** What is published. */
export const dist = path.join(root, "dist");

/** What is made on the way to it. */
export const work = path.join(root, "target", "package");
