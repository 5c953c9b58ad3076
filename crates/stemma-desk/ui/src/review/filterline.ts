/**
 * What is asked, as one line: `country=SDN killed-min=10 "car bomb" market`. Comes in as a line, goes out as the query of an address, with
 * the same words as `stemma ls` and all lists; a condition that is not known is named.
 */

/** What the review asks by itself, and what is no condition. */
const OURS = ["view", "sel", "sort", "reverse", "limit", "cursor", "at", "policy"];

export interface Parsed {
  query: URLSearchParams;
  unknown: string[];
}

/** `conditions` are the names that a query takes. */
export function parsed(line: string, conditions: string[]): Parsed {
  const query = new URLSearchParams();
  const words: string[] = [];
  const unknown: string[] = [];
  // A value may stand in quotation marks; so may words that belong together.
  for (const [whole, name, inQuotes, plain] of line.matchAll(/([a-z-]+)=(?:"([^"]*)"?|(\S*))|"[^"]*"?|\S+/g)) {
    const value = (inQuotes ?? plain ?? "").trim();
    if (name === undefined) words.push(whole);
    else if (!conditions.includes(name)) unknown.push(name);
    else if (value) query.append(name, value);
  }
  if (words.length) query.set("q", words.join(" "));
  return { query, unknown };
}

/** The query as a line that is read again as the same query. */
export function lined(query: URLSearchParams): string {
  const conditions = [...query].filter(([name]) => name !== "q" && !OURS.includes(name));
  const written = conditions.map(([name, value]) => `${name}=${/[\s"]/.test(value) ? `"${value.replaceAll('"', "")}"` : value}`);
  return [...written, query.get("q") ?? ""].filter(Boolean).join(" ");
}
