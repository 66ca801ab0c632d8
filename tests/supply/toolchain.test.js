/** What set-up does about Rust on each kind of machine. Scripts stand in for Rust and rustup. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { root } from "../../src/build/paths.js";

const PINNED = readFileSync(join(root, "rust-toolchain.toml"), "utf8").match(/^channel = "(.+)"$/m)?.[1] ?? "";

/** Each part of a toolchain that can be missing, as a file of the machine. */
const PARTS = {
  compiler: "installed",
  target: "sysroot/lib/rustlib/wasm32-unknown-unknown/marker",
  source: "sysroot/lib/rustlib/src/rust/library/Cargo.lock",
};

const RUSTC = `#!/bin/sh
case "$1" in
  --version) [ -e "$MACHINE/${PARTS.compiler}" ] && echo "rustc $VERSION (0123456 2026-01-01)" ;;
  --print) echo "$MACHINE/sysroot" ;;
esac
`;

const RUSTUP = `#!/bin/sh
[ "$1" = --version ] && exit
echo "$@" >> "$MACHINE/log"
case "$1" in
  toolchain) : > "$MACHINE/${PARTS.compiler}" ;;
esac
`;

const folder = mkdtempSync(join(tmpdir(), "toolchain-"));
after(() => rmSync(folder, { recursive: true }));
let machines = 0;

/**
 * Runs the Rust part of set-up on a machine.
 *
 * @param {{ has: (keyof typeof PARTS)[], rustup: boolean, version?: string }} machine
 */
function prepare({ has, rustup, version = PINNED }) {
  const machine = join(folder, String(machines++));
  const files = Object.fromEntries(has.map((part) => [PARTS[part], ""]));
  const commands = { "bin/rustc": RUSTC, ...(rustup && { "bin/rustup": RUSTUP }) };
  for (const [file, text] of Object.entries({ ...files, ...commands, log: "" })) {
    mkdirSync(dirname(join(machine, file)), { recursive: true });
    writeFileSync(join(machine, file), text);
    chmodSync(join(machine, file), 0o755);
  }
  const script = `
    import { runMain } from ${JSON.stringify(join(root, "src/build/report.js"))};
    import { prepareRust } from ${JSON.stringify(join(root, "src/build/tools.js"))};
    await runMain(prepareRust);`;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
    env: { PATH: join(machine, "bin"), MACHINE: machine, VERSION: version },
  });
  const asked = readFileSync(join(machine, "log"), "utf8").split("\n").filter(Boolean);
  return { isReady: status === 0, asked, said: stderr };
}

const ADD_TARGET = "target add wasm32-unknown-unknown";
const ADD_SOURCE = "component add rust-src";

test("does nothing if everything is installed, with rustup or without", () => {
  for (const rustup of [true, false]) {
    const { isReady, asked } = prepare({ has: ["compiler", "target", "source"], rustup });
    assert.deepEqual({ isReady, asked }, { isReady: true, asked: [] });
  }
});

test("installs a missing pinned toolchain, and does not update rustup itself", () => {
  const { isReady, asked } = prepare({ has: ["target", "source"], rustup: true });
  assert.deepEqual({ isReady, asked }, { isReady: true, asked: ["toolchain install --no-self-update"] });
});

test("adds missing components one after the other", () => {
  assert.deepEqual(prepare({ has: ["compiler", "source"], rustup: true }).asked, [ADD_TARGET]);
  assert.deepEqual(prepare({ has: ["compiler", "target"], rustup: true }).asked, [ADD_SOURCE]);
  assert.deepEqual(prepare({ has: ["compiler"], rustup: true }).asked, [ADD_TARGET, ADD_SOURCE]);
});

test("without rustup, names each missing part and the command to type", () => {
  const [target, source, all] = [["compiler", "source"], ["compiler", "target"], []].map((has) =>
    prepare({ has: /** @type {(keyof typeof PARTS)[]} */ (has), rustup: false }),
  );
  assert.match(target.said, /lacks its target wasm32-unknown-unknown/);
  assert.match(source.said, /lacks its component rust-src/);
  assert.match(all.said, /Rust is missing/);
  for (const { isReady, said } of [target, source, all]) {
    assert.equal(isReady, false);
    assert.ok(said.includes(`Install rustup`) && said.includes(`type: rustup toolchain install ${PINNED}`), said);
  }
});

test("refuses another version and names the remedy, but accepts a patch release of the pinned one", () => {
  const has = /** @type {(keyof typeof PARTS)[]} */ (["compiler", "target", "source"]);
  const overridden = prepare({ has, rustup: true, version: "1.80.0" });
  assert.equal(overridden.isReady, false);
  assert.match(overridden.said, /Rust 1\.80\.0 is in use.* Type: unset RUSTUP_TOOLCHAIN; rustup override unset/);
  assert.match(prepare({ has, rustup: false, version: "1.80.0" }).said, /Rust 1\.80\.0 is in use.* Install rustup/);
  const [major, minor] = PINNED.split(".");
  assert.equal(prepare({ has, rustup: false, version: `${major}.${minor}.99` }).isReady, true);
});
