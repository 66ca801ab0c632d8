/** The document's files, compiled by their framework's own compiler and bundled with the packed package. */

import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { installPackage, repository } from "../package/tarball.js";
import { installFixture } from "../react/fixture.js";
import { files } from "./document.js";

const packages = await installFixture(fileURLToPath(new URL("packages", import.meta.url)));
const require = createRequire(join(packages, "index.js"));

/**
 * @param {string} entry a module that imports files of the document
 * @param {{ server?: boolean, extra?: Record<string, string> }} [options] by default for a page; further files
 * @returns {Promise<string>} the script
 */
export async function bundle(entry, { server = false, extra = {} } = {}) {
  const { project } = await installPackage();
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: packages },
    bundle: true,
    write: false,
    format: server ? "cjs" : "esm",
    platform: server ? "node" : "browser",
    // As a server of SolidStart, or of Vite, bundles it.
    conditions: server ? ["node"] : ["browser", "development"],
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    external: ["/page.js"],
    plugins: [fromDocument(server, extra), fromProject(project)],
  });
  return outputFiles[0].text;
}

/**
 * @param {boolean} server
 * @param {Record<string, string>} extra
 * @returns {import("esbuild").Plugin}
 */
function fromDocument(server, extra) {
  const read = (/** @type {string} */ name) => extra[name] ?? files.get(name);
  return {
    name: "from-document",
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path, namespace, importer }) =>
        namespace === "document" || importer === "<stdin>" ? { path: path.slice(2), namespace: "document" } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: "document" }, async ({ path }) => {
        const code = read(path);
        if (code === undefined) return { errors: [{ text: `docs/frameworks.md has no ${path}` }] };
        return { contents: await compile(path, code, server), resolveDir: packages };
      });
    },
  };
}

/**
 * @param {string} name
 * @param {string} code
 * @param {boolean} server
 * @returns {Promise<string>}
 */
async function compile(name, code, server) {
  if (name.endsWith(".svelte")) {
    const { compile } = require("svelte/compiler");
    const { js, warnings } = compile(code, { filename: name, generate: server ? "server" : "client", dev: !server });
    if (warnings.length > 0) throw new Error(warnings.map(String).join("\n"));
    return js.code;
  }
  if (name.endsWith(".vue")) {
    const { compileScript, parse } = require("vue/compiler-sfc");
    const { descriptor, errors } = parse(code, { filename: name });
    if (errors.length > 0) throw errors[0];
    const templateOptions = { ssr: server, ssrCssVars: [] };
    return compileScript(descriptor, { id: name, inlineTemplate: true, templateOptions }).content;
  }
  if (name.endsWith(".jsx")) {
    const { transformAsync } = require("@babel/core");
    const presets = [[require.resolve("babel-preset-solid"), { generate: server ? "ssr" : "dom" }]];
    const result = await transformAsync(code, { filename: name, presets, babelrc: false, configFile: false });
    return String(result?.code);
  }
  return code;
}

/**
 * @param {string} project with the package installed
 * @returns {import("esbuild").Plugin}
 */
function fromProject(project) {
  const root = join(repository, "node_modules");
  return {
    name: "from-project",
    setup(build) {
      build.onResolve({ filter: /^workos-widget-tokens(\/|$)/ }, ({ path, kind, resolveDir }) =>
        resolveDir === project ? undefined : build.resolve(path, { kind, resolveDir: project }),
      );
      // React and the published widgets are the repository's own.
      build.onResolve({ filter: /^(react|react-dom|@workos-inc\/widgets)(\/|$)/ }, ({ path, kind, resolveDir }) =>
        resolveDir.startsWith(root) ? undefined : build.resolve(path, { kind, resolveDir: root }),
      );
    },
  };
}
