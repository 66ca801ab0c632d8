export default { test: { globals: true, include: ["package.spec.js"] } };
