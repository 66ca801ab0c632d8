/** The context that `WidgetTokens` provides. */

import { createContext } from "react";

/**
 * @typedef {object} Scope
 * @property {import("../index.js").TokenManager} tokens
 * @property {string} organizationId
 */

export const TokenScope = createContext(/** @type {Scope | undefined} */ (undefined));
