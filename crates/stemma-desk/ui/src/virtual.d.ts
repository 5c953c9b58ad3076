/** Made by `build/countries.mjs`. */
declare module "virtual:countries" {
  const names: Record<string, string>;
  export default names;
}
