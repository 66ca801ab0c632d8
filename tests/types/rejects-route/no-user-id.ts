import type { SignedIn } from "workos-widget-tokens/route";

export const ada: SignedIn = { organizationIds: [] }; // must not compile: 2741
