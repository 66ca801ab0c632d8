/** An app built and served by Parcel 2, which needs a setting to use `exports`. */

import { testBundler } from "../bundler.js";

const LINE = '`"@parcel/resolver-default": { "packageExports": true }` in package.json';

testBundler({
  name: "Parcel 2",
  folder: "parcel-2",
  dependency: "parcel",
  build: (entry) => ["parcel", "build", `${entry}/index.html`, "--dist-dir", `out/${entry}`],
  serve: (entry, port) => ["parcel", "serve", `${entry}/index.html`, "--port", port],
  streamingManifest: { "@parcel/resolver-default": { packageExports: true } },
  lines: { build: LINE, serve: LINE },
});
