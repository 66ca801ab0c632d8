// npm run test:web: the platform parts of the Rust side, in headless Chromium.

import path from "node:path";
import { root } from "../../src/build/paths.js";
import { run, runMain } from "../../src/build/report.js";
import { prepareRust, wasmBindgen } from "../../src/build/tools.js";
import { prepareBrowser } from "../browsers.js";

await runMain(() => {
  prepareRust();
  const { chromedriver } = prepareBrowser();
  run("cargo", ["test", "--locked", "--target", "wasm32-unknown-unknown", "--test", "web"], {
    cwd: root,
    env: {
      ...process.env,
      CHROMEDRIVER: chromedriver,
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: wasmBindgen("wasm-bindgen-test-runner"),
      WASM_BINDGEN_TEST_WEBDRIVER_JSON: path.join(root, "tests/web/webdriver.json"),
    },
  });
});
