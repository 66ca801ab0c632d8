export default {
  rootDir: ".",
  testMatch: ["**/package.spec.js"],
  // The line that a package of modules needs where Babel makes CommonJS of an app.
  transformIgnorePatterns: ["/node_modules/(?!.*workos-widget-tokens/)"],
};
