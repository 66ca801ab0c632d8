/** An app built by Farm. (Its development server answered 404 to every page here, also for an empty project.) */

import { testBundler } from "../bundler.js";

testBundler({
  name: "Farm 1",
  folder: "farm",
  dependency: "@farmfe/core",
  build: (entry) => ["farm", "build", "--mode", entry],
});
