export { memoryLimiter } from "./limiter/memory.js";
export { redisLimiter } from "./limiter/redis.js";
export { toNodeHandler } from "./node-handler.js";
export { createTokenRoute } from "./token-route.js";
