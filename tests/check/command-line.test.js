import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { describe, test } from "node:test";
import { parseCommandLine } from "../../src/check/command-line.js";
import { Misuse } from "../../src/check/misuse.js";
import { assertSilentOn, runCommand } from "./command.js";
import { COOKIE, ORGANIZATION, serveRoute } from "./route.js";

const URL_OF_NONE = "http://localhost:1/api/widget-token";
const SECRET = "sk_test_a2V5X2luX3Rlc3Rz";
const GIVEN = ["--organization", ORGANIZATION];

describe("rejects invalid input before anything is sent", () => {
  for (const [name, args, says] of /** @type {[string, string[], RegExp][]} */ ([
    ["nothing", [], /workos-widget-tokens check <url>/],
    ["another command", ["test", URL_OF_NONE], /workos-widget-tokens check <url>/],
    ["no URL", ["check", ...GIVEN], /URL of your token route is missing/],
    ["two URLs", ["check", URL_OF_NONE, "http://localhost:2", ...GIVEN], /Only one URL is allowed/],
    ["a relative URL", ["check", "/api/widget-token", ...GIVEN], /must be absolute/],
    ["another protocol", ["check", "ftp://localhost/", ...GIVEN], /must start with https/],
    [
      "WorkOS",
      ["check", "https://api.workos.com/widgets/token", ...GIVEN],
      /WorkOS itself.*Check the route of your own/,
    ],
    ["WorkOS with a dot", ["check", "https://api.workos.com./", ...GIVEN], /WorkOS itself/],
    ["http on a public host", ["check", "http://app.example/api", ...GIVEN], /must be https/],
    ["a name that starts like a local one", ["check", "http://localhost.example/", ...GIVEN], /must be https/],
    ["a password in the URL", ["check", "https://a:b@app.example/", ...GIVEN], /user name or a password/],
    ["a key in the URL", ["check", `https://app.example/?key=${SECRET}`, ...GIVEN], /secret key/],
    [
      "a key in a header",
      ["check", URL_OF_NONE, ...GIVEN, "--header", `Authorization: Bearer ${SECRET}`],
      /secret WorkOS key/,
    ],
    ["a key in a cookie", ["check", URL_OF_NONE, ...GIVEN, "--cookie", `key=${SECRET}`], /secret WorkOS key/],
    ["a header without a name", ["check", URL_OF_NONE, ...GIVEN, "--header", SECRET], /"Name: value"/],
    ["an invalid header name", ["check", URL_OF_NONE, ...GIVEN, "--header", "A B: c"], /has an invalid name/],
    [
      "a header with a line break",
      ["check", URL_OF_NONE, ...GIVEN, "--header", "A: b\nC: d"],
      /characters that are not allowed in a header/,
    ],
    [
      "the Origin header",
      ["check", URL_OF_NONE, ...GIVEN, "--header", "Origin: https://a.example"],
      /cannot set Origin/,
    ],
    ["no organization", ["check", URL_OF_NONE], /--organization is missing/],
    ["a user ID for an organization", ["check", URL_OF_NONE, "--organization", "user_1"], /must start with org_/],
    ["an unknown scope", ["check", URL_OF_NONE, ...GIVEN, "--scope", "everything"], /--scope must be one of sso/],
    [
      "an origin with a path",
      ["check", URL_OF_NONE, ...GIVEN, "--origin", "https://app.example/a"],
      /an origin without a path/,
    ],
    ["an unknown option", ["check", URL_OF_NONE, ...GIVEN, "--verbose"], /--verbose/],
  ])) {
    test(name, () => {
      assert.throws(
        () => parseCommandLine(args),
        (error) => {
          assert.ok(error instanceof Misuse);
          assert.match(error.message, says);
          assert.doesNotMatch(error.message, /sk_\w/, "a value is never repeated");
          return true;
        },
      );
    });
  }

  test("is printed on stderr with status 2", async () => {
    const { status, stdout, stderr } = await runCommand(["check", "https://api.workos.com/widgets/token", ...GIVEN]);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, /^The URL is WorkOS itself.*\nSee: workos-widget-tokens --help\n$/);
  });
});

test("fills in defaults, and collects repeated options", () => {
  const command = parseCommandLine([
    ...["check", "https://app.example/api/widget-token?x=1#y", ...GIVEN],
    ...["--scope", "sso", "--scope", "widgets:pipes:manage", "--cookie", "a=b", "--header", "cookie: c=d"],
    ...["--header", "X-CSRF-Token:  e:f", "--origin", "https://pages.example/"],
  ]);
  assert.ok(command.kind === "check");
  const { url, ...rest } = command.target;
  assert.equal(url.href, "https://app.example/api/widget-token?x=1");
  assert.deepEqual(rest, {
    organizationId: ORGANIZATION,
    widgetScope: ["sso", "widgets:pipes:manage"],
    cookie: "a=b; c=d",
    headers: [["X-CSRF-Token", "e:f"]],
    origin: "https://pages.example",
    unknownOrganizationId: "org_00000000000000000000000000",
    unknownIsInvented: true,
    burst: 0,
  });
  assert.deepEqual([command.json, command.strict], [false, false]);
});

test("--help lists every option and every exit status", async () => {
  const { status, stdout, stderr } = await runCommand(["--help"]);
  assert.deepEqual([status, stderr], [0, ""]);
  for (const option of [
    "organization",
    "scope",
    "cookie",
    "header",
    "origin",
    "unknown-organization",
    "burst",
    "json",
    "strict",
  ]) {
    assert.ok(stdout.includes(`--${option}`), option);
  }
  assert.match(stdout, /0 nothing is wrong.*1 something is wrong.*2 the command line is invalid/s);
  assert.ok(stdout.split("\n").every((line) => line.length <= 100));
});

test("--version prints the package's version", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  assert.deepEqual(await runCommand(["--version"]), { status: 0, stdout: `${version}\n`, stderr: "" });
});

describe("exits with status 2 if the route cannot be reached", () => {
  test("where nothing listens", async (t) => {
    const route = await serveRoute(t);
    await route.stop();
    const args = ["check", `${route.url}?code=0123456789`, ...GIVEN, "--cookie", COOKIE];
    const plain = await runCommand(args);
    assert.deepEqual([plain.status, plain.stdout], [2, ""]);
    assert.match(plain.stderr, /could not be checked \(ECONNREFUSED\)\. Nothing listens there\. Is the server running/);
    const json = await runCommand([...args, "--json"]);
    const report = JSON.parse(json.stdout);
    assert.deepEqual([json.status, report.verdict, report.reason], [2, "unreachable", "refused"]);
    assertSilentOn(plain.stderr + json.stdout, [COOKIE, "0123456789"]);
  });

  test("where the connection is dropped", async (t) => {
    const route = await serveRoute(t, () => undefined);
    const { status, stderr } = await runCommand(["check", route.url, ...GIVEN]);
    assert.equal(status, 2);
    assert.match(stderr, /closed before the reply was complete\. Check the server's log/);
  });

  test("where something other than HTTP answers", async (t) => {
    const server = createServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n")).listen(0, "127.0.0.1");
    t.after(() => server.close());
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const { status, stderr } = await runCommand(["check", `http://127.0.0.1:${port}/`, ...GIVEN]);
    assert.equal(status, 2);
    assert.match(stderr, /could not be checked/);
  });
});
