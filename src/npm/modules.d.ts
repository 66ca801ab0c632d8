/** What the build puts in place of these names. */

declare module "workos-widget-tokens:bytes" {
  /** The module, written as text by `src/build/text-encoding.js`. */
  const text: string;
  export default text;
}
