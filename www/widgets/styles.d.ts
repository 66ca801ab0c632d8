// The bundler reads them; the types have nothing to say.
declare module "*.css";
