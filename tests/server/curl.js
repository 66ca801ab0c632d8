import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Runs a command line that contains curl in a real shell, and parses what `curl -i` printed.
 *
 * @param {string} script may refer to the variables as `$NAME`
 * @param {Record<string, string>} variables
 */
export async function shell(script, variables) {
  await requireCurl();
  const env = { PATH: process.env.PATH, NO_PROXY: "*", ...variables };
  const { stdout } = await run("sh", ["-c", script], { env });
  const [head, ...body] = stdout.split("\r\n\r\n");
  const [statusLine, ...lines] = head.split("\r\n");
  const headers = new Headers(lines.map((line) => /** @type {[string, string]} */ (split(line))));
  return {
    status: Number(statusLine.split(" ")[1]),
    headers,
    body: JSON.parse(body.join("\r\n\r\n")),
  };
}

/** @param {string} line */
function split(line) {
  const colon = line.indexOf(":");
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}

async function requireCurl() {
  try {
    await run("curl", ["--version"]);
  } catch (cause) {
    throw new Error("These tests run the real curl: install curl (apt-get install curl).", {
      cause,
    });
  }
}
