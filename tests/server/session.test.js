import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { startDemo } from "../../www/server/start.js";
import { createVisitor } from "./visitor.js";

const USERS = ["ada", "grace", "linus"];

/** @type {import("../../www/server/start.js").Demo} */
let demo;
/** @type {string} */
let pagesDir;
/** @type {ReturnType<typeof createVisitor>} */
let visitor;

before(async () => {
  pagesDir = await mkdtemp(path.join(tmpdir(), "pages-"));
  await writeFile(path.join(pagesDir, "index.html"), "<!doctype html><title>Demo</title>");
  demo = await startDemo({ pagesDir });
});
after(async () => {
  await demo.stop();
  await rm(pagesDir, { recursive: true });
});
beforeEach(() => {
  visitor = createVisitor(demo.url);
});

/** @param {Response | Promise<Response>} response */
async function json(response) {
  return (await response).json();
}

test("reading the session signs nobody in", async () => {
  assert.deepEqual(await json(visitor.get("/session")), { user: null, users: USERS });
  assert.deepEqual(await json(visitor.get("/session")), { user: null, users: USERS });
});

test("signs in, switches the user, and signs out", async () => {
  assert.deepEqual(await json(visitor.post("/session", { user: "grace" })), {
    user: "grace",
    users: USERS,
  });
  assert.equal((await json(visitor.get("/session"))).user, "grace");
  await visitor.signIn("linus");
  assert.equal((await json(visitor.get("/session"))).user, "linus");
  assert.equal((await json(visitor.delete("/session"))).user, null);
  assert.equal((await json(visitor.get("/session"))).user, null);
});

for (const user of ["mallory", "", null, 7, ["ada"], { name: "ada" }]) {
  test(`signing in as ${JSON.stringify(user)} is a 400`, async () => {
    const response = await visitor.post("/session", { user });
    assert.equal(response.status, 400);
    assert.equal((await response.json()).error, "invalid_request");
    assert.equal((await json(visitor.get("/session"))).user, null);
  });
}

test("the cookie is HttpOnly and not sent to other sites", async () => {
  const [cookie] = (await visitor.post("/session", { user: "ada" })).headers.getSetCookie();
  assert.match(cookie, /httponly/i);
  assert.match(cookie, /samesite=lax/i);
});

for (const page of ["/", "/index.html"]) {
  test(`the first visit to ${page} signs in Ada`, async () => {
    assert.equal((await visitor.get(page)).status, 200);
    assert.equal((await json(visitor.get("/session"))).user, "ada");
  });
}

test("a later visit changes neither a sign-in nor a sign-out", async () => {
  await visitor.signIn("grace");
  await visitor.get("/");
  assert.equal((await json(visitor.get("/session"))).user, "grace");
  await visitor.delete("/session");
  await visitor.get("/");
  assert.equal((await json(visitor.get("/session"))).user, null);
});
