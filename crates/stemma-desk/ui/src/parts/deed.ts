import type { EventRow } from "../api";

const DAYS = /, (?:about )?\d{4}-\d{2}-\d{2}(?: to \d{4}-\d{2}-\d{2})?(?=;|$)/;
/** What a summary begins with where it is not told as happened; a mark says that beside it. */
const TOLD = /^(?:did not happen|denied|planned|possible|ordered|background)(?::| )\s*/;

/** The summary without its day and place, for where these stand beside it: "Shelling by army; 12 killed". */
export function deed(row: Pick<EventRow, "summary" | "place" | "told">): string {
  let words = row.summary.replace(DAYS, "");
  for (const place of row.place ? [`, in ${row.place}`, `, near ${row.place}`] : []) {
    const at = words.indexOf(place);
    const end = at + place.length;
    if (at >= 0 && (end === words.length || words[end] === ";")) words = words.slice(0, at) + words.slice(end);
  }
  if (row.told !== "happened") words = words.replace(TOLD, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
