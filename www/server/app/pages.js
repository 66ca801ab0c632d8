import path from "node:path";
import express from "express";
import { signInFirstVisitor } from "./session.js";

// The strictest policy that a WebAssembly module runs under: its code is fetched from this server
// ('self') and compiled ('wasm-unsafe-eval'). No inline script, no eval, no other host.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * The demo's pages, and under `/dist` the built package.
 *
 * @param {{ pagesDir: string, distDir: string }} options
 */
export function pages({ pagesDir, distDir }) {
  const router = express.Router();
  router.use(securityHeaders);
  router.get(["/", "/index.html"], signInFirstVisitor);
  router.use("/dist", files(distDir));
  router.use(withoutServerFolder, files(pagesDir));
  return router;
}

/**
 * @param {import("express").Request} _request
 * @param {import("express").Response} response
 * @param {import("express").NextFunction} next
 */
function securityHeaders(_request, response, next) {
  response.set({
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
  next();
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
