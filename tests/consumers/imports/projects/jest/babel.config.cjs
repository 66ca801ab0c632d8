// For Jest without modules of its own: all is made CommonJS, the package included.
module.exports = { presets: [["@babel/preset-env", { targets: { node: "current" } }]] };
