import path from "node:path";

// All that this says is where the app's own files are.
export default ({ entry }) => ({
  entry: `./${entry}/main.js`,
  output: { path: path.resolve("out", entry), filename: "main.js" },
  devServer: { static: ".", devMiddleware: { publicPath: `/${entry}/` } },
});
