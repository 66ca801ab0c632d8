import { TokenError } from "workos-widget-tokens";

throw new TokenError("not_found"); // must not compile: 2345
