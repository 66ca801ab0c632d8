// node import.js <entry>: what importing it does.

import { watch } from "./watch.js";

const [, , entry] = process.argv;
let names;
const seen = await watch(async () => {
  names = Object.keys(await import(entry));
});
console.log(JSON.stringify({ seen, names }));
