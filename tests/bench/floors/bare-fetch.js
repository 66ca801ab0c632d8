/** No cache at all: what a token costs that has to be fetched. */

import { askRoute } from "./route.js";

export const warm = () => askRoute;

export const cold = () => askRoute;
