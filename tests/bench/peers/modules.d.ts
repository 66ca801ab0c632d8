/** The peers are installed where only the benchmark's own bundler resolves them. */

declare module "@auth0/auth0-spa-js";
declare module "@azure/msal-browser";
declare module "@firebase/app";
declare module "@firebase/app-check";
declare module "@okta/okta-auth-js/core";
declare module "@smithy/property-provider";
declare module "@supabase/auth-js";
declare module "@workos-inc/authkit-js";
declare module "oidc-client-ts";
