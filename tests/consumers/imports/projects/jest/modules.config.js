// Jest with modules: NODE_OPTIONS=--experimental-vm-modules.
export default { rootDir: ".", testMatch: ["**/package.spec.js"], transform: {} };
