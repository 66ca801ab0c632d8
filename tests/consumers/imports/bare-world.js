// node --experimental-vm-modules bare-world.js <file>: imports a module into a context with the
// language alone, without any platform API.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const [, , file] = process.argv;
const context = vm.createContext();
const globals = () => vm.runInContext("Reflect.ownKeys(globalThis).map(String)", context);

vm.runInContext("delete globalThis.WebAssembly; delete globalThis.console;", context);
const before = globals();
const module = new vm.SourceTextModule(readFileSync(file, "utf8"), { context });
await module.link((name) => {
  throw new Error(`it imports ${name}`);
});
const thrown = await module.evaluate().then(() => null, String);
const names = thrown ? [] : Object.keys(module.namespace);
const made = globals().filter((/** @type {string} */ name) => !before.includes(name));
console.log(JSON.stringify({ thrown, names, made }));
