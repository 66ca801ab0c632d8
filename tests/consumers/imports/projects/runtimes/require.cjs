// node require.cjs <entry>: what requiring it does, or why it cannot be.

const [, , entry] = process.argv;

import("./watch.js").then(async ({ watch }) => {
  const result = {};
  result.seen = await watch(() => {
    try {
      result.names = Object.keys(require(entry));
    } catch ({ code, message }) {
      result.error = { code, message };
    }
  });
  console.log(JSON.stringify(result));
});
