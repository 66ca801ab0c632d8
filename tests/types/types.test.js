import assert from "node:assert/strict";
import { test } from "node:test";
import { isFull } from "../extent.js";
import { compile, marksIn, RESOLUTIONS, SETTINGS } from "./compile.js";

/** Each entry with the packages that it needs. */
const PARTS = [
  { name: "main entries", right: "accepts.ts", wrong: "rejects", packages: [] },
  { name: "entry for requests", right: "accepts-fetch.ts", wrong: "rejects-fetch", packages: [] },
  { name: "entry for servers", right: "accepts-route.ts", wrong: "rejects-route", packages: [] },
  {
    name: "entry for React",
    right: "accepts-react.tsx",
    wrong: "rejects-react",
    packages: ["@types/react", "csstype"],
  },
];

for (const setting of SETTINGS) {
  const what = `lib ${setting.lib.join(" and ")}, ${setting.moduleResolution}`;
  const options = { jsx: "react-jsx", noUncheckedSideEffectImports: true, ...setting };

  for (const { name, right, wrong, packages } of PARTS) {
    test(`${name}: the declarations and correct code compile: ${what}`, async () => {
      assert.deepEqual(await compile({ files: [right], options, packages }), []);
    });

    test(`${name}: each incorrect file fails in its marked line only: ${what}`, async () => {
      assert.deepEqual((await compile({ files: [wrong], options, packages })).sort(), await marksIn(wrong));
    });
  }
}

for (const resolution of isFull ? RESOLUTIONS : RESOLUTIONS.slice(0, 1)) {
  for (const lib of [
    ["esnext", "dom"],
    ["es2022", "esnext.disposable"],
  ]) {
    test(`\`using\` disposes of a manager: lib ${lib.join(" and ")}, ${resolution.moduleResolution}`, async () => {
      assert.deepEqual(await compile({ files: ["accepts-disposal.ts"], options: { lib, ...resolution } }), []);
    });
  }

  for (const [what, options] of Object.entries({
    "no platform at all": { lib: ["es2020"] },
    "no platform but Node": { lib: ["es2022"], types: ["node"] },
  })) {
    test(`the declarations compile with ${what}: ${resolution.moduleResolution}`, async () => {
      const packages = ["@types/node", "undici-types"];
      const files = ["accepts-server.ts"];
      assert.deepEqual(await compile({ files, options: { ...options, ...resolution }, packages }), []);
    });
  }
}

/** Since Node can require ES modules, so can TypeScript, unless it targets a Node that cannot. */
const COMMONJS = [
  { module: "nodenext", errors: [] },
  { module: "node20", errors: [] },
  { module: "node16", errors: ["commonjs.cts(3): 1471"] },
];

for (const { module, errors } of COMMONJS) {
  test(`CommonJS, ${module}: the package ${errors.length > 0 ? "needs import()" : "can be required"}`, async () => {
    const options = { module, lib: ["es2020", "dom"] };
    assert.deepEqual(await compile({ files: ["commonjs.cts"], options }), errors);
  });
}
