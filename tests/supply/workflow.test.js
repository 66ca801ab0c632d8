/** The workflow that publishes: who may do what, and whose code runs there. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../src/build/paths.js";

const folder = join(root, ".github/workflows");
const release = readFileSync(join(folder, "release.yml"), "utf8");
const [head, body] = release.split(/^jobs:$/m);
const [, ...jobs] = body.split(/^ {2}(?=\w+:$)/m);

test("it is the only one", () => {
  assert.deepEqual(readdirSync(folder), ["release.yml"]);
});

test("each action is pinned by the hash of a commit, with its version beside it", () => {
  const uses = [...release.matchAll(/\buses: *(.*)/g)].map(([, used]) => used);
  assert.ok(uses.length > 0);
  for (const used of uses) assert.match(used, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test("one action has one hash", () => {
  const pins = new Set([...release.matchAll(/\buses: *(.*)/g)].map(([, used]) => used));
  const names = [...pins].map((pin) => pin.split("@")[0]);
  assert.deepEqual(names, [...new Set(names)]);
});

test("nothing is allowed but to read, and in the job that publishes to say who it is", () => {
  assert.match(head, /^permissions: \{\}$/m);
  const allowed = jobs.map((job) => [job.split(":")[0], job.match(/permissions:\n((?: {6}.*\n)+)/)?.[1].trim()]);
  assert.deepEqual(allowed, [
    ["build", "contents: read"],
    ["publish", "id-token: write"],
  ]);
});

test("the job that publishes runs npm publish, and neither our code nor a script of any package", () => {
  const publish = jobs.find((job) => job.startsWith("publish:")) ?? "";
  assert.doesNotMatch(publish, /checkout/);
  const commands = [...publish.matchAll(/\brun: *(.*)/g)].map(([, command]) => command);
  assert.deepEqual(commands, ["npm publish ./*.tgz --ignore-scripts --access public --provenance"]);
});

test("there is no secret to be stolen, and nothing that a stranger writes gets into a command", () => {
  assert.doesNotMatch(release, /secrets\.|_TOKEN/);
  assert.doesNotMatch(release, /pull_request|workflow_run|issue_comment/);
  assert.doesNotMatch(release, /\$\{\{/);
});
