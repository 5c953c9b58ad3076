/**
 * The layout of the timeline: a row a place or a country, in it marks that never lie on each other. Days are numbers, as in the histogram;
 * what has no day is not laid out.
 */
import type { EventRow } from "../api";
import { toNumber, type Stretch } from "../events/bars";

export interface Mark {
  row: EventRow;
  /** Its days; the last one included. */
  from: number;
  to: number;
  /** Half its height in pixels. */
  radius: number;
}

export interface Row {
  name: string;
  country: string | null;
  marks: Mark[];
}

export type By = "place" | "country";

/** More rows than this are hard to see together: countries are then the better rows. */
const MANY_PLACES = 60;
export const UNKNOWN = "place unknown";

export function usualBy(events: readonly EventRow[]): By {
  return new Set(events.map((event) => `${event.country} ${event.place}`)).size > MANY_PLACES ? "country" : "place";
}

/** Its area grows with the number of killed. With more events than `MANY_EVENTS`, all marks are smaller. */
export function markRadius(killed: number | null, isMany = false): number {
  const radius = Math.min(18, 4 + 1.5 * Math.sqrt(killed ?? 0));
  return isMany ? Math.max(3, radius / 2) : radius;
}
const MANY_EVENTS = 300;

/** Rows with the most events first; what is known of no place comes last. */
export function rowsOf(events: readonly EventRow[], by: By): Row[] {
  const rows = new Map<string, Row>();
  const isMany = events.length > MANY_EVENTS;
  for (const row of events) {
    if (!row.from) continue;
    const name = (by === "place" ? (row.place ?? row.admin1 ?? row.country) : row.country) ?? UNKNOWN;
    const key = by === "place" ? `${row.country} ${name}` : name;
    const known = rows.get(key) ?? { name, country: row.country, marks: [] };
    rows.set(key, known);
    const from = toNumber(row.from);
    known.marks.push({ row, from, to: Math.max(from, toNumber(row.to ?? row.from)), radius: markRadius(row.killed_best ?? row.killed_low, isMany) });
  }
  for (const { marks } of rows.values()) marks.sort((a, b) => a.from - b.from || a.to - b.to || (a.row.id < b.row.id ? -1 : 1));
  const isLast = ({ name }: Row) => (name === UNKNOWN ? 1 : 0);
  return [...rows.values()].sort((a, b) => isLast(a) - isLast(b) || b.marks.length - a.marks.length || (a.name < b.name ? -1 : 1));
}

/** From the first day to the day after the last; null where nothing has a day. */
export function reachOf(rows: readonly Row[]): Stretch | null {
  const marks = rows.flatMap((row) => row.marks);
  const first = marks[0];
  if (!first) return null;
  const all = { from: first.from, to: first.to + 1 };
  for (const { from, to } of marks) {
    all.from = Math.min(all.from, from);
    all.to = Math.max(all.to, to + 1);
  }
  return all;
}

export interface Placed extends Mark {
  /** Pixels from the left of the row, and from its top, to the middle of the mark. */
  left: number;
  right: number;
  y: number;
  isUncertain: boolean;
}

export interface Laid {
  marks: Placed[];
  height: number;
}

const GAP_PX = 2;
const ROW_PX = 22;

/** For each stretch, the first lane in which it has room after those before it. */
export function firstFit(stretches: readonly { start: number; end: number }[]): number[] {
  const ends: number[] = [];
  return stretches.map(({ start, end }) => {
    const free = ends.findIndex((known) => known + GAP_PX <= start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = end;
    return lane;
  });
}

/** Puts each mark into a lane in which it has room; a lane is as high as its highest mark. */
export function laid(marks: readonly Mark[], x: (day: number) => number): Laid {
  const placed = marks.map((mark): Placed => {
    const isUncertain = mark.to > mark.from;
    // One day stands in its middle, several reach from the first to the last.
    const middle = x(mark.from + 0.5);
    const left = isUncertain ? x(mark.from) : middle;
    const right = isUncertain ? Math.max(x(mark.to + 1), left + 2 * mark.radius) : middle;
    return { ...mark, left, right, y: 0, isUncertain };
  });
  const reach = ({ left, right, radius, isUncertain }: Placed) => (isUncertain ? { start: left, end: right } : { start: left - radius, end: right + radius });
  const lanes: { radius: number; marks: Placed[] }[] = [];
  for (const [at, lane] of firstFit(placed.map(reach)).entries()) {
    const mark = placed[at]!;
    const of = (lanes[lane] ??= { radius: 0, marks: [] });
    of.radius = Math.max(of.radius, mark.radius);
    of.marks.push(mark);
  }
  const filled = lanes.reduce((height, { radius }) => height + 2 * radius + GAP_PX, GAP_PX);
  let top = Math.max(0, (ROW_PX - filled) / 2) + GAP_PX;
  for (const { radius, marks: of } of lanes) {
    for (const mark of of) mark.y = top + radius;
    top += 2 * radius + GAP_PX;
  }
  return { marks: placed, height: Math.max(ROW_PX, filled) };
}

/** The mark that an arrow key leads to: along the row in time, or to the nearest day of the row above or below. */
export function stepped(rows: readonly Row[], id: string | null, key: string): string | null {
  const at = rows.findIndex(({ marks }) => marks.some(({ row }) => row.id === id));
  const row = rows[at];
  if (!row) return rows[0]?.marks[0]?.row.id ?? null;
  const now = row.marks.findIndex((mark) => mark.row.id === id);
  const day = row.marks[now]!.from;
  const nearest = (to: Row | undefined) =>
    to?.marks.reduce((best, mark) => (Math.abs(mark.from - day) < Math.abs(best.from - day) ? mark : best)).row.id ?? id;
  switch (key) {
    case "ArrowRight":
      return row.marks[Math.min(now + 1, row.marks.length - 1)]!.row.id;
    case "ArrowLeft":
      return row.marks[Math.max(now - 1, 0)]!.row.id;
    case "ArrowDown":
      return nearest(rows[at + 1]);
    case "ArrowUp":
      return nearest(rows[at - 1]);
    case "Home":
      return row.marks[0]!.row.id;
    case "End":
      return row.marks.at(-1)!.row.id;
    default:
      return id;
  }
}
