/**
 * The query of an address as the server is asked it, and how one step changes it. Comes in and goes out as the pairs of an address; nothing
 * here knows of the page. What only the pages need (`view`, `sel`, …) is never sent.
 */
import { changed } from "../address";
import type { Facet, Facets } from "../api";
import { PRECISION } from "../parts/marks";
import { country } from "../parts/words";

/** Conditions of events, in the order in which chips tell them. */
export const CONDITIONS = [
  "q",
  "told",
  "since",
  "until",
  "reaching",
  "country",
  "place",
  "within",
  "bbox",
  "precision",
  "kind",
  "actor",
  "outlet",
  "killed-min",
  "killed-max",
  "origins-min",
  "checked",
  "mark",
  "lacks",
  "story",
] as const;

/** Conditions that may hold several values, with commas between them. */
const MANY = new Set(["kind", "told", "checked", "precision", "mark"]);

/** As events are asked where nobody says otherwise; `told=any` takes it off. */
export const USUAL = "happened";
export const ANY = "any";

export const TITLES: Record<string, string> = {
  q: "words",
  told: "told as",
  since: "since",
  until: "until",
  country: "country",
  place: "place",
  within: "within",
  bbox: "box on the map",
  precision: "place known",
  kind: "kind",
  actor: "party",
  outlet: "outlet",
  "killed-min": "killed",
  "killed-max": "killed",
  "origins-min": "origins",
  checked: "checked",
  mark: "marked",
  story: "story",
};

/** The conditions of an address, with the usual one where it has none. */
export function conditions(query: URLSearchParams): URLSearchParams {
  const asked = new URLSearchParams();
  for (const name of CONDITIONS) {
    const value = query.getAll(name).filter(Boolean).join(",");
    if (value) asked.set(name, value);
  }
  if (!asked.has("told")) asked.set("told", USUAL);
  return asked;
}

/** The path of a list, with how it is put in order. */
export function listPath(query: URLSearchParams, extra: Record<string, string> = {}, kind = "json"): string {
  const asked = conditions(query);
  for (const name of ["sort", "reverse"]) {
    const value = query.get(name);
    if (value) asked.set(name, value);
  }
  for (const [name, value] of Object.entries(extra)) asked.set(name, value);
  return `/events.${kind}?${asked}`;
}

export function facetsPath(query: URLSearchParams): string {
  return `/events/facets.json?${conditions(query)}`;
}

export function values(query: URLSearchParams, name: string): string[] {
  const value = conditions(query).get(name) ?? "";
  if (name === "told" && value === ANY) return [];
  return MANY.has(name) ? value.split(",").filter(Boolean) : value ? [value] : [];
}

/** The query with a value taken on or off. Only some conditions hold several values; of the others it takes the place of what was there. */
export function toggled(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const now = values(query, name);
  const isOn = now.includes(value);
  const next = isOn ? now.filter((other) => other !== value) : MANY.has(name) ? [...now, value] : [value];
  // Its counts are those without any bound of the killed.
  const others: Record<string, null> = name === "killed-min" ? { "killed-max": null } : {};
  return narrowed(query, { ...others, [name]: next.join(",") });
}

/** The query with other conditions. The usual condition is not written out, and no event stays selected by what was asked before. */
export function narrowed(query: URLSearchParams, changes: Record<string, string | null>): URLSearchParams {
  const next = changed(query, { ...changes, cursor: null, sel: null });
  if ("told" in changes) next.set("told", changes.told || ANY);
  if (next.get("told") === USUAL) next.delete("told");
  if (!next.get("place")) next.delete("within");
  return next;
}

/** Values that are words of the query language, as people say them. */
const SAID: Record<string, Record<string, string>> = {
  told: { "not-happened": "did not happen" },
  precision: PRECISION,
  checked: { yes: "by anybody", no: "not yet", held: "held back", stale: "its words changed since" },
  mark: { none: "not at all" },
};

/** A value of a facet as people say it. Of two that are called the same, each is told by its word of the query language. */
export function valueInWords(name: string, value: string, facet: Facet | undefined): string {
  const label = facet?.values.find((known) => known.value === value)?.label ?? value;
  if (name.endsWith("-min")) return `${label} or more`;
  if (name.endsWith("-max")) return `${label} or fewer`;
  if (name === "country") return country(label);
  const isShared = facet?.values.some((known) => known.label === label && known.value !== value);
  return SAID[name]?.[value] ?? (isShared ? value.replaceAll("-", " ") : label);
}

export interface Chip {
  name: string;
  words: string;
  without: URLSearchParams;
}

const LACKS: Record<string, string> = { place: "no place on the map", day: "no day" };

/** What is asked, a chip each; with the names that the facets have for codes. */
export function chips(query: URLSearchParams, facets: Facets | null): Chip[] {
  return CONDITIONS.flatMap((name) => {
    if (name === "within") return [];
    return values(query, name).map((value) => {
      const facet = facets?.facets.find((known) => known.name === name);
      const without = MANY.has(name) ? toggled(query, name, value) : narrowed(query, { [name]: null });
      return { name, words: said(name, valueInWords(name, value, facet), query), without };
    });
  });
}

function said(name: string, label: string, query: URLSearchParams): string {
  const within = query.get("within");
  switch (name) {
    case "q":
      return `“${label}”`;
    case "reaching":
      return "also what only reaches into these days";
    case "lacks":
      return LACKS[label] ?? `no ${label}`;
    case "place":
      return within ? `within ${within} km of ${label}` : `place: ${label}`;
    case "bbox":
      return "inside a box on the map";
    case "killed-min":
    case "killed-max":
      return `${label} killed`;
    case "origins-min":
      return `${label} origins`;
    case "since":
    case "until":
    case "told":
      return name === "told" ? `told as ${label.includes(" ") ? `“${label}”` : label}` : `${name} ${label}`;
    default:
      return `${TITLES[name] ?? name}: ${label}`;
  }
}

/** Whether anything is asked beyond what is usual. */
export function isNarrow(query: URLSearchParams): boolean {
  const asked = conditions(query);
  return [...asked.keys()].some((name) => name !== "told") || asked.get("told") !== USUAL;
}
