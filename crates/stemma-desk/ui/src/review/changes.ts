/**
 * What a form says, as `stemma fix` takes it: a field and its value, `unknown` where the form was emptied, and nothing where it says what
 * stood there already. Nothing is sent from here.
 */
import type { Cell, Event, EventRecord, Told } from "../api";

/** The fields that a person can set, in the order of the form. */
export const FIELDS = ["day", "place", "kind", "told", "actor", "recipient"] as const;
/** What is counted. */
export const MEASURES = ["killed", "injured", "detained", "abducted", "missing", "displaced"] as const;
export type Measure = (typeof MEASURES)[number];

export function isMeasure(name: string): name is Measure {
  return (MEASURES as readonly string[]).includes(name);
}

/** Whether the form has a field of this name; a page may tell more than a person can set. */
export function isField(name: string): boolean {
  return isMeasure(name) || (FIELDS as readonly string[]).includes(name);
}

/** How an event can be told, as filters and fixes say it. */
export const TOLD: Told[] = ["happened", "background", "ordered", "planned", "possible", "denied", "not-happened"];

export interface DayDraft {
  /** A day, a month, a year, from one day to another, or not known. */
  how: "day" | "month" | "year" | "range" | "unknown";
  from: string;
  to: string;
}
export interface CountDraft {
  low: string;
  best: string;
  high: string;
}
export interface PlaceDraft {
  written: string;
  label: string;
  /** What stands in the field, the name of a point, and where it is. */
  words?: string;
  called?: string;
  at?: { lat: number; lon: number } | null;
}
export interface Draft {
  day: DayDraft;
  /** As `stemma fix` takes it, and what is shown of it. */
  place: PlaceDraft;
  kind: string;
  told: Told;
  actor: string;
  recipient: string;
  counts: Record<Measure, CountDraft>;
}

/** What the form holds before anybody wrote in it: what stands on the event now. */
export function drafted({ event, row }: Pick<EventRecord, "event" | "row">): Draft {
  const counts = Object.fromEntries(MEASURES.map((measure) => [measure, counted(event, measure)]));
  return {
    day: dayDraft(event.time),
    place: { written: "", label: "" },
    kind: event.kind,
    told: row.told,
    actor: event.actors.map((party) => party.name).join("; "),
    recipient: event.recipients.map((party) => party.name).join("; "),
    counts: counts as Record<Measure, CountDraft>,
  };
}

function dayDraft(time: { from: string; to: string } | null): DayDraft {
  if (!time) return { how: "unknown", from: "", to: "" };
  const { from, to } = time;
  if (from === to) return { how: "day", from, to };
  const [year, month, day] = from.split("-");
  if (from.slice(0, 4) === to.slice(0, 4) && from.endsWith("-01-01") && to.endsWith("-12-31")) {
    return { how: "year", from: `${year}`, to: "" };
  }
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (from.slice(0, 7) === to.slice(0, 7) && day === "01" && Number(to.slice(8)) === last) {
    return { how: "month", from: `${year}-${month}`, to: "" };
  }
  return { how: "range", from, to };
}

/** The same count that the program compares a fix with: its best estimate, whatever policy is shown. */
function counted(event: Event, measure: Measure): CountDraft {
  const best = event.tolls.find((toll) => toll.policy === "best" && toll.measure === measure);
  const toll = best ?? event.toll.find((told) => told.measure === measure);
  const written = (value: number | null | undefined) => (value === null || value === undefined ? "" : `${value}`);
  return { low: written(toll?.low), best: written(toll?.best), high: written(toll?.high) };
}

/** A value that cannot be said so, with what is wrong in words. */
export class Wrong extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** "Kherson (UKR)" without the code of its country. */
export function placeName(value: string): string {
  return value.replace(/ \([A-Z]{3}\)$/, "");
}

/** A place as a page tells it, as what a person says. */
export function placeTaken({ value, said, point }: Taken): PlaceDraft {
  const label = placeName(value);
  return { written: said, label, words: label, called: label, at: point };
}

/** A value of a page, in words and as a fix says it. */
export type Taken = Pick<Cell, "value" | "said" | "point">;

/** What the form holds once the value of a page is taken into a field; nothing where the field cannot be set. */
export function taken(draft: Draft, field: string, value: Taken): Partial<Draft> {
  const { said } = value;
  if (field === "place") return { place: placeTaken(value) };
  if (field === "day") {
    const [from = "", to = from] = said.split("..");
    return { day: dayDraft({ from, to }) };
  }
  if (field === "told") return (TOLD as string[]).includes(said) ? { told: said as Told } : {};
  if (field === "kind" || field === "actor" || field === "recipient") return { [field]: said };
  if (!isMeasure(field)) return {};
  const parts = said.split("..");
  const [low = "", high = low] = [parts[0], parts.at(-1)];
  // "10.." says ten or more, and ten is then the best that is known.
  const best = parts.length === 3 ? (parts[1] ?? "") : high === "" || low === high ? low : "";
  return { counts: { ...draft.counts, [field]: { low, best, high } } };
}

export function dayWritten(draft: DayDraft): string {
  const from = draft.from.trim();
  const to = draft.to.trim();
  switch (draft.how) {
    case "unknown":
      return "unknown";
    case "range":
      if (!from || !to) throw new Wrong("day", "give both days, or say that it is one day");
      if (from > to) throw new Wrong("day", "the last day is before the first");
      return from === to ? from : `${from}..${to}`;
    case "month":
      if (!/^\d{4}-\d{2}$/.test(from)) throw new Wrong("day", "write the month as 2024-06");
      return from;
    case "year":
      if (!/^\d{4}$/.test(from)) throw new Wrong("day", "write the year with four digits");
      return from;
    case "day":
      if (!from) throw new Wrong("day", "give the day, or say that it is not known");
      return from;
  }
}

export function countWritten(measure: string, draft: CountDraft): string {
  const [low, best, high] = [draft.low, draft.best, draft.high].map((text) => text.trim());
  const given = [low, best, high].filter((text): text is string => Boolean(text));
  if (given.some((text) => !/^\d{1,9}$/.test(text))) throw new Wrong(measure, "counts are whole numbers");
  if (given.some((text, at) => at > 0 && Number(text) < Number(given[at - 1]))) {
    throw new Wrong(measure, "the lowest comes first, the best between, the highest last");
  }
  if (!given.length) return "unknown";
  // One number alone is exact; 10 in the field of the lowest is "10 or more".
  if (best && !low && !high) return best;
  if (low && low === best && best === high) return low;
  if (low && !high && (!best || best === low)) return `${low}..`;
  return best ? `${low}..${best}..${high}` : `${low}..${high}`;
}

/** The changes from what stood there to what the form says now, in the order of the fields. */
export function changes(before: Draft, now: Draft): string[] {
  const said: string[] = [];
  const set = (field: string, was: string, is: string) => {
    if (was !== is) said.push(`${field}=${is}`);
  };
  const days = (draft: DayDraft) => JSON.stringify([draft.how, draft.from.trim(), draft.to.trim()]);
  if (days(before.day) !== days(now.day)) set("day", "", dayWritten(now.day));
  if (now.place.written) set("place", "", now.place.written);
  set("kind", before.kind, now.kind);
  set("told", before.told, now.told);
  set("actor", parties(before.actor), parties(now.actor));
  set("recipient", parties(before.recipient), parties(now.recipient));
  for (const measure of MEASURES) {
    const [was, is] = [before.counts[measure], now.counts[measure]];
    const isSame = was.low === is.low.trim() && was.best === is.best.trim() && was.high === is.high.trim();
    if (!isSame) set(measure, "", countWritten(measure, is));
  }
  return said;
}

/** Names with `;` between, none twice. */
function parties(written: string): string {
  const names = written
    .split(";")
    .map((name) => name.trim())
    .filter(Boolean);
  return [...new Set(names)].join("; ") || "unknown";
}

/** A point as the program reads it; a name before it where one is given. */
export function pointWritten(name: string, lat: number, lon: number): string {
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) throw new Wrong("place", "a latitude lies between -90 and 90, a longitude between -180 and 180");
  const point = `${rounded(lat)},${rounded(lon)}`;
  // The program takes what stands behind the last @ for the point.
  const called = name.replaceAll("@", " ").trim();
  return called ? `${called} @ ${point}` : point;
}

/** Ten metres are finer than any page tells. */
function rounded(degrees: number): string {
  return `${Number(degrees.toFixed(4))}`;
}

/** "13.63, 25.35" as two numbers; null where it is none. */
export function pointRead(written: string): { lat: number; lon: number } | null {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(written);
  if (!found) return null;
  const [lat, lon] = [Number(found[1]), Number(found[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

/** A change as a person reads it: a place by its name, whatever it is written as. */
export function toRead(change: string, place: Draft["place"]): string {
  const [field = "", ...value] = change.split("=");
  const said = field === "place" && place.label ? place.label : value.join("=");
  return said === "" ? field : said === "unknown" ? `${field} not known` : `${field} ${said}`;
}

/** What would be typed for it in a shell, so that it can be said again, or by somebody else. */
export function line(events: string[], said: string[], by: string, why: string): string {
  const words = (event: string) => {
    const signed = [...(why.trim() ? ["--why", quoted(why.trim())] : []), ...(by ? ["--by", quoted(by)] : [])];
    return ["stemma", "fix", event, ...said.map(quoted), ...signed].join(" ");
  };
  return events.map(words).join("\n");
}

/** A word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
