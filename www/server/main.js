import { startDemo } from "./start.js";
import { apiKeys, organizations } from "./workos/directory.js";

const DEFAULT_PORT = 8080;

const { PORT, WORKOS_API_KEY, WORKOS_ORGANIZATION_ID, WORKOS_USER_ID } = process.env;
const port = parsePort(PORT);

const demo = await startDemo({
  port,
  orNextFree: true,
  workosApiKey: WORKOS_API_KEY || undefined,
  organizationId: WORKOS_ORGANIZATION_ID,
  userId: WORKOS_USER_ID,
}).catch((error) => {
  console.error(error.message);
  process.exit(1);
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, async () => {
    await demo.stop();
    console.log("Stopped.");
  });
}

if (port !== 0 && demo.port !== port) {
  console.log(`Port ${port} is taken, so this is the next free one, ${demo.port}.`);
}
console.log(`Demo    ${demo.url}/`);
console.log(`Widgets ${demo.url}/widgets.html (the real components, with their tokens beneath)`);
if (demo.workos) {
  console.log(`WorkOS  ${demo.workosUrl} (a local stand-in; set WORKOS_API_KEY for the real one)`);
  console.log(`Try     ${curlCommand(demo.workosUrl)}`);
} else {
  console.log(`WorkOS  ${demo.workosUrl} (the real one, with the key in WORKOS_API_KEY)`);
  console.log(`Shows   ${WORKOS_ORGANIZATION_ID || "no organization: set WORKOS_ORGANIZATION_ID"}`);
}
console.log("Stop    Ctrl+C");

/** @param {string} workosUrl */
function curlCommand(workosUrl) {
  const body = { organization_id: organizations.acme.id, widget_scope: "sso" };
  return [
    `curl -X POST ${workosUrl}/widgets/token`,
    `-H "Authorization: Bearer ${apiKeys.test.secret}"`,
    '-H "Content-Type: application/json"',
    `-d '${JSON.stringify(body)}'`,
  ].join(" ");
}

/** @param {string | undefined} text */
function parsePort(text) {
  if (text === undefined || text === "") return DEFAULT_PORT;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    console.error(`PORT must be a whole number from 0 to 65535, not ${JSON.stringify(text)}.`);
    process.exit(1);
  }
  return number;
}
