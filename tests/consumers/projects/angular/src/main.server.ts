import { mergeApplicationConfig } from "@angular/core";
import { type BootstrapContext, bootstrapApplication } from "@angular/platform-browser";
import { provideServerRendering, RenderMode, type ServerRoute, withRoutes } from "@angular/ssr";
import { App } from "./app/app";
import { config } from "./app/config";

const path = "**";
const routes: ServerRoute[] =
  RENDER_MODE === "server" ? [{ path, renderMode: RenderMode.Server }] : [{ path, renderMode: RenderMode.Prerender }];
const server = { providers: [provideServerRendering(withRoutes(routes))] };

export default (context: BootstrapContext) =>
  bootstrapApplication(App, mergeApplicationConfig(config, server), context);
