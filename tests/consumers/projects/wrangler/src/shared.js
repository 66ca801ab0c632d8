import { askOnServer } from "./ask.js";
import { tokens } from "./tokens.js";

export default {
  fetch: async () => Response.json(await askOnServer(tokens)),
};
