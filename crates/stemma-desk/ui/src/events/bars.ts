/**
 * The arithmetic of the histogram: days as numbers, bars as stretches of days, and what a brush over them asks for. Days are counted from
 * 1970 in UTC, so that no time zone moves one.
 */
import type { Day, Histogram } from "../api";

const DAY_MS = 86_400_000;

export function toNumber(day: Day): number {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  const instant = new Date(0);
  // `Date.UTC` takes years below 100 for those of the last century.
  instant.setUTCFullYear(year, month - 1, date);
  return Math.round(instant.getTime() / DAY_MS);
}

export function toDay(number: number): Day {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The day after the last of the unit that begins on this day. */
export function unitEnd(from: number, unit: Histogram["unit"]): number {
  if (unit === "day") return from + 1;
  const [year = 0, month = 1] = toDay(from).split("-").map(Number);
  return unit === "month" ? toNumber(`${year}-${month + 1}-1`) : toNumber(`${year + 1}-1-1`);
}

/** The beginning of the unit that a day lies in. */
export function unitStart(day: number, unit: Histogram["unit"]): number {
  if (unit === "day") return day;
  const [year = 0, month = 1] = toDay(day).split("-").map(Number);
  return unit === "month" ? toNumber(`${year}-${month}-1`) : toNumber(`${year}-1-1`);
}

/** The unit before or after, `steps` away. */
export function stepped(day: number, unit: Histogram["unit"], steps: number): number {
  const start = unitStart(day, unit);
  if (unit === "day") return start + steps;
  const [year = 0, month = 1] = toDay(start).split("-").map(Number);
  return unit === "month" ? toNumber(`${year}-${month + steps}-1`) : toNumber(`${year + steps}-1-1`);
}

/** Days from `from` up to, not including, `to`. */
export interface Stretch {
  from: number;
  to: number;
}

export interface Bar extends Stretch {
  count: number;
  killed: number;
}

export function bars(histogram: Histogram): Bar[] {
  return histogram.bars.map(({ from, count, killed }) => {
    const start = toNumber(from);
    return { from: start, to: unitEnd(start, histogram.unit), count, killed };
  });
}

/** From the first bar to the end of the last one; null where there is none. */
export function reach(all: readonly Bar[]): Stretch | null {
  const first = all[0];
  const last = all.at(-1);
  return first && last ? { from: first.from, to: last.to } : null;
}

/** What `since` and `until` may be written as: a year, a month, a day. */
const WRITTEN = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/;

/** The stretch that an address asks for, as far as it is written as days; open sides end with what there is. */
export function asked(since: string | null, until: string | null, all: Stretch): Stretch | null {
  if (!since && !until) return null;
  return { from: since ? edge(since, "from", all.from) : all.from, to: until ? edge(until, "to", all.to) : all.to };
}

function edge(written: string, side: keyof Stretch, otherwise: number): number {
  const [, year, month, date] = WRITTEN.exec(written) ?? [];
  if (!year) return otherwise;
  const start = toNumber(`${year}-${month ?? 1}-${date ?? 1}`);
  if (side === "from") return start;
  return unitEnd(start, date ? "day" : month ? "month" : "year");
}

/** What a brush from one day to another asks for: whole units, none where it spans everything. */
export function brushed(a: number, b: number, unit: Histogram["unit"], all: Stretch): { since: string | null; until: string | null } {
  const low = Math.max(Math.min(a, b), all.from);
  const high = Math.min(Math.max(a, b), all.to - 1);
  const from = unitStart(low, unit);
  const to = unitEnd(unitStart(high, unit), unit);
  return { since: from <= all.from ? null : toDay(from), until: to >= all.to ? null : toDay(to - 1) };
}

/** Round days for a scale, at most so many, with words that are as short as the distance allows. */
export function ticks(all: Stretch, most: number): { at: number; words: string }[] {
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const days = all.to - all.from;
  // Steps in months; below them, in days.
  const step = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200].find((months) => days / (months * 30.4) <= most) ?? 2400;
  const dayStep = [1, 2, 7, 14].find((count) => days / count <= most);
  const found: { at: number; words: string }[] = [];
  if (dayStep) {
    for (let at = all.from; at < all.to; at += dayStep) {
      const [, month = 1, date = 1] = toDay(at).split("-").map(Number);
      found.push({ at, words: `${date} ${months[month - 1] ?? ""}` });
    }
    return found;
  }
  const [year = 1970] = toDay(all.from).split("-").map(Number);
  const first = step >= 12 ? Math.floor(year / (step / 12)) * (step / 12) : year;
  for (let count = 0; ; count += step) {
    const at = toNumber(`${first + Math.floor(count / 12)}-${(count % 12) + 1}-1`);
    if (at >= all.to) return found;
    if (at < all.from) continue;
    const [ofYear = 0, month = 1] = toDay(at).split("-").map(Number);
    found.push({ at, words: step >= 12 || month === 1 ? `${ofYear}` : (months[month - 1] ?? "") });
  }
}
