import path from "node:path";

// Only names the app's own files.
export default ({ entry }) => ({
  entry: `./${entry}/main.js`,
  output: { path: path.resolve("out", entry), filename: "main.js" },
  devServer: { static: ".", devMiddleware: { publicPath: `/${entry}/` } },
});
