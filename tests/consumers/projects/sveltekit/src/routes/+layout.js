export const prerender = __STATIC__;
export const trailingSlash = "always";
