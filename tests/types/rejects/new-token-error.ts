import { TokenError } from "workos-widget-tokens";

throw new TokenError(); // must not compile: 2673
