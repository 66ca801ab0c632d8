export default {
  rootDir: ".",
  testMatch: ["**/package.spec.js"],
  // The line that an ES module package needs if Babel compiles an app to CommonJS.
  transformIgnorePatterns: ["/node_modules/(?!.*workos-widget-tokens/)"],
};
