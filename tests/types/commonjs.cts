// A CommonJS file, for Node with require(esm).

import tokens = require("workos-widget-tokens");

const manager: tokens.TokenManager = tokens.createTokenManager({ endpoint: "/api/widget-token" });

export = manager;
