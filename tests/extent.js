/**
 * Whether to test every variant, and hours of virtual time: `npm run test:all`, or `TESTS_FULL=1` with any other
 * command.
 */
export const isFull = process.env.TESTS_FULL === "1";

/** The `skip` option of a test that only `npm run test:all` runs. */
export const unlessFull = isFull ? false : "npm run test:all runs it";
