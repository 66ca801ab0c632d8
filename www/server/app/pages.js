import path from "node:path";
import express from "express";
import { securityHeaders } from "./security-headers.js";
import { signInFirstVisitor } from "./session.js";

/**
 * The demo's pages, under `/dist` the built package, and under `/dist-demo` what the build bundles for the demo.
 *
 * @param {{ pagesDir: string, distDir: string, demoDistDir: string, workosUrl: string }} options
 */
export function pages({ pagesDir, distDir, demoDistDir, workosUrl }) {
  const router = express.Router();
  router.use(securityHeaders(new URL(workosUrl).origin));
  router.get(["/", "/index.html", "/widgets.html"], signInFirstVisitor);
  router.use("/dist", files(distDir));
  router.use("/dist-demo", files(demoDistDir));
  router.use(withoutServerFolder, files(pagesDir));
  return router;
}

/**
 * The server's own code lies among the pages, but is none of them. The path is compared as the file
 * server will read it, decoded and normalized.
 *
 * @param {import("express").Request} request
 * @param {import("express").Response} _response
 * @param {import("express").NextFunction} next
 */
function withoutServerFolder(request, _response, next) {
  next(/^\/+server(\/|$)/i.test(plainPath(request.path)) ? "router" : undefined);
}

/** @param {string} requestPath */
function plainPath(requestPath) {
  try {
    return path.posix.normalize(decodeURIComponent(requestPath).replaceAll("\\", "/"));
  } catch {
    // Not decodable, so the file server will find nothing under it.
    return requestPath;
  }
}

/** @param {string} folder */
function files(folder) {
  return express.static(folder, {
    // Ask each time: a rebuilt package must be seen at once.
    setHeaders: (response) => response.setHeader("Cache-Control", "no-cache"),
  });
}
