/** The package in Bun, and a manager on its server. */

import path from "node:path";
import { installBun } from "../bun.js";
import { installProject } from "./install.js";
import { testRuntime } from "./runtime.js";

const project = await installProject("runtimes");
await installBun(project);
const bun = path.join(project.folder, "node_modules/.bin/bun");

testRuntime(project, { name: "Bun", version: await project.version("bun"), command: [bun] });
