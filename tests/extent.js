/** Whether every variant is tested, and for hours of virtual time: `npm run test:all`, or `TESTS_FULL=1` with any other. */
export const isFull = process.env.TESTS_FULL === "1";
