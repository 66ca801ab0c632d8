import { redisLimiter } from "workos-widget-tokens/route";

export const limiter = redisLimiter(); // must not compile: 2554
