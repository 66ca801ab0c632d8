/** No cache at all: the cost of a token that has to be fetched. */

import { askRoute } from "./route.js";

export const warm = () => askRoute;

export const cold = () => askRoute;
