/**
 * Names of countries by their codes of three letters, for the pages: `import names from "virtual:countries"`. They are read from the list of
 * the program itself when the pages are built, so that both call a country the same.
 */
import { readFileSync } from "node:fs";

const LIST = new URL("../../../../data/places/countries.tsv", import.meta.url);
const NAME = "virtual:countries";

export function names() {
  const lines = readFileSync(LIST, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  const heads = lines.shift()?.split("\t") ?? [];
  const [code, name] = [heads.indexOf("alpha3"), heads.indexOf("name")];
  if (code < 0 || name < 0) throw new Error(`${LIST.pathname}: it has no columns alpha3 and name`);
  return Object.fromEntries(lines.map((line) => line.split("\t")).map((cells) => [cells[code], cells[name]]));
}

export function countries() {
  return {
    name: "countries",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(names())};` : undefined),
  };
}
