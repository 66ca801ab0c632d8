/** Whether every variant is tested, and for hours of virtual time: `npm run test:all`, or `TESTS_FULL=1` with any other. */
export const isFull = process.env.TESTS_FULL === "1";

/** The option `skip` of a test that `npm run test:all` alone runs. */
export const unlessFull = isFull ? false : "npm run test:all runs it";
