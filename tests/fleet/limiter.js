// The limiter of the package's own route, for a fleet that is simulated elsewhere: one request a line,
// with the time that it is made at, and one decision a line.

import { createInterface } from "node:readline";
import { Pacing } from "../../src/route/limiter/pacing.js";

/** Nobody here asks for more than one token at a time. */
const PER_USER_PER_MINUTE = 30;

const pacing = new Pacing({ perMinute: Number(process.argv[2]), perUserPerMinute: PER_USER_PER_MINUTE });

for await (const line of createInterface({ input: process.stdin })) {
  const [what, userId, nowMs, pauseMs] = line.split(" ");
  const caller = { userId, request: "sso" };
  const { waitMs } =
    what === "take" ? pacing.take(caller, Number(nowMs)) : pacing.refused(caller, Number(pauseMs), Number(nowMs));
  process.stdout.write(`${waitMs}\n`);
}
