import express from "express";
import { scopesContract } from "./scopes-contract.js";
import { seedContract } from "./seed-contract.js";

/**
 * @typedef {object} ReadBody
 * @property {import("./token-endpoint.js").Contract} contract
 * @property {Record<string, unknown> | undefined} body undefined when it is no JSON object
 */

/**
 * Middleware that reads the body and tells by it which contract is spoken. A body that is no good is
 * no error yet: the key comes first, and a refusal of the key must have the right contract's shape.
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
