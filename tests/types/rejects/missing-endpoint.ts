import { createTokenManager } from "workos-widget-tokens";

createTokenManager({}); // must not compile: 2741
