// npm run test:web: tests the Rust side's platform parts in headless Chromium; node
// tests/web/run.js firefox|webkit: in another engine.

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../src/build/paths.js";
import { run, runMain, SetupError } from "../../src/build/report.js";
import { prepareRust, wasmBindgen } from "../../src/build/tools.js";
import { recordCell } from "../consumers/cells.js";
import { ENGINES, launch, NAMES } from "../consumers/engines/engines.js";

await runMain(async () => {
  const [name = "chromium"] = process.argv.slice(2);
  const row = NAMES[name];
  if (!row) throw new SetupError(`unknown engine ${name}; known are ${Object.keys(NAMES).join(", ")}`);
  prepareRust();
  const runner = wasmBindgen("wasm-bindgen-test-runner");
  const engine = await ENGINES[row]();
  try {
    runTests(engine, runner);
    const { version, close } = await launch(engine);
    await close();
    recordCell({ group: "engine", row, version, column: "npm run test:web", result: "works" });
  } finally {
    await engine.end?.();
  }
});

/**
 * @param {import("../consumers/engines/engines.js").Engine} engine
 * @param {string} runner the path of wasm-bindgen's test runner
 */
function runTests({ driver, variable, capabilities, env }, runner) {
  const file = path.join(root, "target", "webdriver", `${variable}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(capabilities));
  // The first of these variables that is set selects the browser.
  const { CHROMEDRIVER, GECKODRIVER, SAFARIDRIVER, ...rest } = process.env;
  run("cargo", ["test", "--locked", "--features", "tabs", "--target", "wasm32-unknown-unknown", "--test", "web"], {
    cwd: root,
    env: {
      // For the whole run; the defaults, 20 s and 5 s for the driver, are too short for a busy
      // machine.
      WASM_BINDGEN_TEST_TIMEOUT: "300",
      WASM_BINDGEN_TEST_DRIVER_TIMEOUT: "60",
      // WebKit's compiled code may go on using a global that a test has replaced, such as
      // `performance`.
      JSC_useJIT: "0",
      ...rest,
      ...env,
      [variable]: driver,
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: runner,
      WASM_BINDGEN_TEST_WEBDRIVER_JSON: file,
    },
  });
}
