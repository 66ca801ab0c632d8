/** The workflows: their permissions, and whose code they run. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../src/build/paths.js";

const folder = join(root, ".github/workflows");
/** The text of each, by file name. */
const workflows = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
);
const release = workflows["release.yml"];

test("one workflow checks, and one publishes", () => {
  assert.deepEqual(Object.keys(workflows), ["ci.yml", "release.yml"]);
});

/** @param {string} workflow */
function usesOf(workflow) {
  return [...workflow.matchAll(/\buses: *(.*)/g)].map(([, used]) => used);
}

/** @param {string} workflow */
function jobsOf(workflow) {
  const [head, body] = workflow.split(/^jobs:$/m);
  const [, ...jobs] = body.split(/^ {2}(?=\w+:$)/m);
  return { head, jobs };
}

test("each action is pinned by a commit hash, with its version beside it", () => {
  for (const workflow of Object.values(workflows)) {
    assert.ok(usesOf(workflow).length > 0);
    for (const used of usesOf(workflow)) assert.match(used, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test("one action has one hash", () => {
  const pins = new Set(Object.values(workflows).flatMap(usesOf));
  const names = [...pins].map((pin) => pin.split("@")[0]);
  assert.deepEqual(names, [...new Set(names)]);
});

test("jobs may only read, and the publishing job may also prove its identity", () => {
  const allowed = Object.entries(workflows).flatMap(([name, workflow]) => {
    const { head, jobs } = jobsOf(workflow);
    assert.match(head, /^permissions: \{\}$/m);
    return jobs.map((job) => [name, job.split(":")[0], job.match(/permissions:\n((?: {6}.*\n)+)/)?.[1].trim()]);
  });
  assert.deepEqual(allowed, [
    ["ci.yml", "lint", "contents: read"],
    ["ci.yml", "test", "contents: read"],
    ["ci.yml", "engines", "contents: read"],
    ["release.yml", "build", "contents: read"],
    ["release.yml", "publish", "id-token: write"],
  ]);
});

test("the published package has passed every test", () => {
  const build = jobsOf(release).jobs.find((job) => job.startsWith("build:")) ?? "";
  assert.match(build, /\brun: npm run test:all\n.*\brun: [^\n]*npm pack /s);
  const publish = jobsOf(release).jobs.find((job) => job.startsWith("publish:")) ?? "";
  assert.match(publish, /^ {4}needs: build$/m);
});

test("the publishing job runs npm publish, and neither our code nor a package's scripts", () => {
  const publish = jobsOf(release).jobs.find((job) => job.startsWith("publish:")) ?? "";
  assert.doesNotMatch(publish, /checkout/);
  const commands = [...publish.matchAll(/\brun: *(.*)/g)].map(([, command]) => command);
  assert.deepEqual(commands, ["npm publish ./*.tgz --ignore-scripts --access public --provenance"]);
});

test("a pull request starts the checks and nothing else", () => {
  assert.doesNotMatch(release, /pull_request|workflow_run|issue_comment/);
  // This trigger would run a stranger's code with the repository's rights.
  assert.doesNotMatch(workflows["ci.yml"], /pull_request_target|workflow_run|issue_comment/);
});

test("no secret is stored, and no text of a stranger gets into a command", () => {
  for (const workflow of Object.values(workflows)) {
    assert.doesNotMatch(workflow, /secrets\.|_TOKEN/);
    const commands = [...workflow.matchAll(/\brun: *(.*)/g)].map(([, command]) => command);
    assert.ok(commands.length > 0);
    assert.deepEqual(
      commands.filter((command) => command.includes("${{") || command === "|"),
      [],
    );
  }
});

test("every script that a workflow runs exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const workflow of Object.values(workflows)) {
    for (const [, script] of workflow.matchAll(/\bnpm run ([\w:-]+)/g)) assert.ok(scripts[script], script);
  }
});
