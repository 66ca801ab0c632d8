import express from "express";
import { scopesContract } from "./scopes-contract.js";
import { seedContract } from "./seed-contract.js";

/**
 * @typedef {object} ReadBody
 * @property {import("./token-endpoint.js").Contract} contract
 * @property {Record<string, unknown> | undefined} body undefined if it is not a JSON object
 */

/**
 * Middleware that reads the body and detects the contract from it. An invalid body is not an error
 * yet: the key is checked first, and its refusal must have the right contract's format.
 *
 * @type {import("express").RequestHandler[]}
 */
export const readBody = [
  express.text({ type: () => true }),
  (request, response, next) => {
    const body = request.is("application/json") ? parseObject(request.body) : undefined;
    const contract = body && Object.hasOwn(body, "scopes") ? scopesContract : seedContract;
    Object.assign(response.locals, /** @type {ReadBody} */ ({ contract, body }));
    next();
  },
];

/**
 * @param {unknown} text
 * @returns {Record<string, unknown> | undefined}
 */
function parseObject(text) {
  try {
    const value = JSON.parse(String(text));
    return typeof value === "object" && value && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
