import { askOnServer } from "$lib/ask.js";
import { tokens } from "$lib/tokens.js";

export const load = () => askOnServer(tokens);
