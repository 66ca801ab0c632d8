/** Defined with --define. */
declare const RENDER_MODE: "server" | "prerender";
