// node import.js <entry>: prints the side effects of importing it.

import { watch } from "./watch.js";

const [, , entry] = process.argv;
let names;
const seen = await watch(async () => {
  names = Object.keys(await import(entry));
});
console.log(JSON.stringify({ seen, names }));
