import { join } from "node:path";
import { AngularNodeAppEngine, createNodeRequestHandler, writeResponseToNodeResponse } from "@angular/ssr/node";
import express from "express";

const app = express();
const angular = new AngularNodeAppEngine();

app.use(express.static(join(import.meta.dirname, "../browser"), { index: false, redirect: false }));
app.use(async (request, response, next) => {
  const rendered = await angular.handle(request);
  if (rendered) writeResponseToNodeResponse(rendered, response);
  else next();
});

if (process.env.PORT) {
  const server = app.listen(process.env.PORT, () => console.log(`http://localhost:${process.env.PORT}`));
  process.once("SIGTERM", () => server.close());
}

export const reqHandler = createNodeRequestHandler(app);
