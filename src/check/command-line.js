import { parseArgs } from "node:util";
import { parseOrigin, parseUrl } from "./address.js";
import { parseHeaders } from "./given-headers.js";
import { Misuse } from "./misuse.js";

/**
 * What to check, and as which user.
 *
 * @typedef {object} Target
 * @property {URL} url
 * @property {string} organizationId
 * @property {string | string[]} widgetScope
 * @property {string | undefined} cookie
 * @property {[name: string, value: string][]} headers
 * @property {string} origin of the pages that use the route
 * @property {string} unknownOrganizationId
 * @property {boolean} unknownIsInvented none was given, so it is one that does not exist
 * @property {number} burst how many more requests to send, to get a 429
 *
 * @typedef {{ kind: "check", target: Target, json: boolean, strict: boolean }} CheckCommand
 * @typedef {CheckCommand | { kind: "help" } | { kind: "version" }} Command
 */

const INVENTED_ORGANIZATION = "org_00000000000000000000000000";
const MOST_BURST = 1_000;
const SHORT_SCOPES = ["sso", "dsync", "audit_logs", "log_streams"];

/**
 * @param {string[]} args
 * @returns {Command}
 * @throws {Misuse}
 */
export function parseCommandLine(args) {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const [command, address, ...more] = positionals;
  if (command !== "check") throw new Misuse("Usage: workos-widget-tokens check <url>");
  if (address === undefined) throw new Misuse("The URL of your token route is missing.");
  if (more.length > 0) throw new Misuse(`Only one URL is allowed: remove "${more[0]}".`);

  const url = parseUrl(address);
  return {
    kind: "check",
    target: {
      url,
      organizationId: parseOrganization("--organization", values.organization),
      widgetScope: parseScopes(values.scope ?? ["sso"]),
      ...parseHeaders(values.header ?? [], values.cookie ?? []),
      origin: values.origin === undefined ? url.origin : parseOrigin(values.origin),
      unknownOrganizationId: parseOrganization(
        "--unknown-organization",
        values["unknown-organization"] ?? INVENTED_ORGANIZATION,
      ),
      unknownIsInvented: values["unknown-organization"] === undefined,
      burst: parseBurst(values.burst ?? "0"),
    },
    json: values.json ?? false,
    strict: values.strict ?? false,
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        organization: { type: "string" },
        scope: { type: "string", multiple: true },
        cookie: { type: "string", multiple: true },
        header: { type: "string", multiple: true },
        origin: { type: "string" },
        "unknown-organization": { type: "string" },
        burst: { type: "string" },
        json: { type: "boolean" },
        strict: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean", short: "v" },
      },
    });
  } catch (error) {
    throw new Misuse(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string} option
 * @param {string | undefined} id
 */
function parseOrganization(option, id) {
  if (id === undefined) throw new Misuse(`${option} is missing: pass an id that starts with org_`);
  if (!id.startsWith("org_")) throw new Misuse(`${option} must start with org_`);
  return id;
}

/** @param {string} text */
function parseBurst(text) {
  const count = Number(text);
  if (/^\d+$/.test(text) && count <= MOST_BURST) return count;
  throw new Misuse(`--burst must be a whole number up to ${MOST_BURST}`);
}

/** @param {string[]} scopes */
function parseScopes(scopes) {
  const unknown = scopes.find((scope) => !SHORT_SCOPES.includes(scope) && !/^widgets:./.test(scope));
  if (unknown !== undefined) {
    throw new Misuse(`--scope must be one of ${SHORT_SCOPES.join(", ")}, or widgets:…; the manager sends no other`);
  }
  return scopes.length === 1 ? scopes[0] : scopes;
}
