/** A visitor types into a widget's search while no token is available. */

/** @param {import("./stage.js").Stage} stage */
export async function typeDuringOutage(stage) {
  await stage.advance(480_000);
  stage.faults.add({ kind: "drop", at: "app" });
  await stage.advance(130_000);
  await stage.page.getByPlaceholder("Search by name or e-mail").fill("hop");
  await stage.rest(Number.POSITIVE_INFINITY);
  await stage.advance(50_000);
  stage.faults.clear();
  // The longest pause between two attempts, and its consequences.
  await stage.advance(70_000);
}
