import { type ApplicationConfig, provideBrowserGlobalErrorListeners } from "@angular/core";
import { provideClientHydration } from "@angular/platform-browser";
import { provideRouter, type Routes } from "@angular/router";

const routes: Routes = [
  { path: "", loadComponent: () => import("./home") },
  {
    path: "refused",
    loadComponent: () => import("./refused"),
    resolve: { outcome: () => import("./refused").then(({ ask }) => ask()) },
  },
  { path: "streaming", loadComponent: () => import("./streaming") },
];

export const config: ApplicationConfig = {
  providers: [provideBrowserGlobalErrorListeners(), provideRouter(routes), provideClientHydration()],
};
