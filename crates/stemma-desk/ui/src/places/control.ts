/**
 * Who held a place when, worked out of cited words alone. Words say that somebody held it on a day, since a day or until a day; nothing
 * is known of the time after the words, and who is not named as holder is not taken for one. Holders that contradict each other both
 * stand.
 */
import type { Control, Day } from "../api";

/** All statements, or as many as the server sends at once. */
export const CONTROLS = "/places/control.json?limit=1000";

/** The first day for which words say something; null where they have no day. */
export function start(said: Control): Day | null {
  return said.from ?? said.as_of;
}

/** The last day for which they do: until then it is told, later nobody said. */
export function toldUntil(said: Control): Day | null {
  return said.to ?? later(said.as_of, said.from);
}

function later(a: Day | null, b: Day | null): Day | null {
  return a && b ? (a > b ? a : b) : (a ?? b);
}

export interface Bar {
  said: Control;
  from: Day;
  /** Until here its words reach. */
  until: Day;
  /** Whether it may have begun earlier, and may have gone on after the words. */
  isOpenBefore: boolean;
  isOpenAfter: boolean;
}

/** A holder of a place with all that is said of it, the earliest first. */
export interface Lane {
  holder: string;
  bars: Bar[];
  /** Words without any day: they cannot be drawn, and are listed. */
  undated: Control[];
}

export interface HeldPlace {
  place: string;
  lat: number | null;
  lon: number | null;
  lanes: Lane[];
}

/** Places in the order of their names, in each the holders in the order in which they are first told. */
export function lanes(rows: Control[]): HeldPlace[] {
  const places = new Map<string, HeldPlace>();
  for (const said of [...rows].sort(byTime)) {
    const place = places.get(said.place) ?? { place: said.place, lat: said.lat, lon: said.lon, lanes: [] };
    places.set(said.place, place);
    const known = place.lanes.find(({ holder }) => holder === said.holder);
    const lane: Lane = known ?? { holder: said.holder, bars: [], undated: [] };
    if (!known) place.lanes.push(lane);
    const bar = barOf(said);
    if (bar) lane.bars.push(bar);
    else lane.undated.push(said);
  }
  return [...places.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
}

export function byTime(a: Control, b: Control): number {
  const [first, second] = [start(a) ?? "9999", start(b) ?? "9999"];
  return first < second ? -1 : first > second ? 1 : a.holder < b.holder ? -1 : 1;
}

function barOf(said: Control): Bar | null {
  const from = start(said);
  const until = toldUntil(said);
  if (!from || !until) return null;
  const isLoss = said.status === "lost";
  return { said, from, until: until < from ? from : until, isOpenBefore: !isLoss && !said.from, isOpenAfter: !isLoss && !said.to };
}

/** Who is told to hold something on a day. */
export interface Held {
  place: string;
  lat: number | null;
  lon: number | null;
  /** The one told last comes first; several contradict each other or share it. */
  holders: Control[];
}

export function heldOn(rows: Control[], day: Day): Held[] {
  const found: Held[] = [];
  for (const { place, lanes: holders } of lanes(rows)) {
    const latest = holders
      .map(({ bars }) => bars.filter(({ from }) => from <= day).at(-1))
      .filter((bar): bar is Bar => bar !== undefined && bar.said.status !== "lost" && !(bar.said.to && bar.said.to < day));
    // Words that are older than the day on which another took the whole place say nothing of the time after it.
    const standing = latest.filter(
      (bar) => !latest.some((other) => other !== bar && other.said.status === "held" && other.said.from !== null && other.from > bar.until),
    );
    standing.sort((a, b) => (a.from > b.from ? -1 : a.from < b.from ? 1 : 0));
    const at = standing.find(({ said }) => said.lat !== null)?.said;
    if (standing.length) found.push({ place, lat: at?.lat ?? null, lon: at?.lon ?? null, holders: standing.map(({ said }) => said) });
  }
  return found;
}

/** From the first day that words tell of to the last; null where no words have a day. */
export function reach(rows: Control[]): { from: Day; to: Day } | null {
  const dated = rows.flatMap((said) => barOf(said) ?? []);
  if (dated.length === 0) return null;
  return {
    from: dated.reduce((least, { from }) => (from < least ? from : least), dated[0]!.from),
    to: dated.reduce((most, { until }) => (until > most ? until : most), dated[0]!.until),
  };
}

export const STATUS: Record<Control["status"], string> = {
  held: "held",
  contested: "contested",
  besieged: "besieged",
  partly_held: "partly held",
  claimed: "claimed",
  lost: "lost",
};

/** "RSF" for Rapid Support Forces: capitals and first letters; names that are one word, their first three letters. */
export function initials(holder: string): string {
  const words = holder.split(/[\s-]+/).filter((word) => !/^(of|the|and|for|in|al)$/i.test(word));
  if (words.length === 1) return words[0]!.length <= 4 ? words[0]! : words[0]!.slice(0, 3);
  return words.slice(0, 4).map((word) => word.charAt(0).toLocaleUpperCase()).join("");
}
