/** A Redis server of the test's own, from Debian's package. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { SetupError } from "../../src/build/report.js";
import { install, onPath } from "../debian.js";
import { findPort } from "../free-port.js";

/** @typedef {Awaited<ReturnType<typeof startRedis>>} RedisServer */

/** @param {{ port?: number }} [options] */
export async function startRedis({ port } = {}) {
  const command = redisCommand();
  const chosen = port ?? (await findPort());
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  const options = ["--port", String(chosen), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn(command, [...options, "--dir", folder], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const chunk of server.stdout) if (String(chunk).includes("Ready to accept connections")) break;
  server.stdout.resume();
  return {
    port: chosen,
    url: `redis://127.0.0.1:${chosen}`,
    /** Stops answering until it is resumed. */
    pause: () => server.kill("SIGSTOP"),
    resume: () => server.kill("SIGCONT"),
    async stop() {
      server.kill("SIGKILL");
      if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Both clients that the limiter accepts, connected.
 *
 * @param {{ url: string }} server
 */
export async function connect({ url }) {
  // The calls themselves report failures.
  const nodeRedis = createClient({ url, socket: { reconnectStrategy: 50 } }).on("error", () => {});
  await nodeRedis.connect();
  const ioredis = new Redis(url, { retryStrategy: () => 50 }).on("error", () => {});
  await ioredis.ping();
  return {
    nodeRedis,
    ioredis,
    close() {
      nodeRedis.destroy();
      ioredis.disconnect();
    },
  };
}

function redisCommand() {
  const find = () => process.env.REDIS_SERVER ?? onPath(["redis-server", "valkey-server"]);
  if (!find()) install("Redis", ["redis-server"]);
  const command = find();
  if (command) return command;
  throw new SetupError(
    "These tests need Redis. Type: apt install redis-server\n  or set REDIS_SERVER to the path of yours.",
  );
}
