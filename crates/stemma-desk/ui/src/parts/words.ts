/** Values as people write them. */
import names from "virtual:countries";
import type { Day, EventRow } from "../api";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "9 Jun 2024". */
export function day(written: Day): string {
  const [year, month, date] = written.split("-");
  return `${Number(date)} ${MONTHS[Number(month) - 1] ?? ""} ${year}`;
}

/** "9 Jun 2024", "Jun 2024", "2024", "7–9 Jun 2024"; nothing where no day is known. */
export function days(from: Day | null, to: Day | null): string {
  if (!from) return "";
  if (!to || from === to) return day(from);
  const [year, month, date] = from.split("-");
  const [endYear, endMonth, endDate] = to.split("-");
  if (year === endYear && date === "01" && month === "01" && endMonth === "12" && endDate === "31") return `${year}`;
  const last = new Date(Date.UTC(Number(endYear), Number(endMonth), 0)).getUTCDate();
  if (year === endYear && month === endMonth) {
    if (date === "01" && Number(endDate) === last) return `${MONTHS[Number(month) - 1]} ${year}`;
    return `${Number(date)}–${day(to)}`;
  }
  return `${day(from)} – ${day(to)}`;
}

/** "12", "10–16", "at least 10"; nothing where no number is known. */
export function count(low: number | null, best: number | null, high: number | null): string {
  const least = low ?? best;
  const most = high ?? best;
  if (least !== null && most !== null) return least === most ? `${least}` : `${least}–${most}`;
  if (least !== null) return `at least ${least}`;
  return most !== null ? `at most ${most}` : "";
}

/** "Sudan" for SDN; a code without a name is told as it is. */
export function country(code: string | null): string {
  return code ? (names[code] ?? code) : "";
}

/** "Khartoum, Sudan"; "place unknown" where nothing is known. */
export function where(row: Pick<EventRow, "place" | "admin1" | "country">): string {
  const parts = [row.place, row.admin1, country(row.country)].filter((part): part is string => Boolean(part));
  // A province may be called as its town, and a country be all that is known.
  return [...new Set(parts)].join(", ") || "place unknown";
}

/** "4 articles, 2 origins". */
export function told(articles: number, least: number, most: number): string {
  return `${articles} ${articles === 1 ? "article" : "articles"}, ${origins(least, most)}`;
}

/** "1 origin", "1–2 origins". */
export function origins(least: number, most: number): string {
  const number = least === most ? `${least}` : `${least}–${most}`;
  return `${number} ${number === "1" ? "origin" : "origins"}`;
}

const NUMBER = new Intl.NumberFormat("en");

/** "1,464". */
export function number(value: number): string {
  return NUMBER.format(value);
}

/** "9 Jun 2026" would hide which of two came later: the minute is said. */
export function minute(at: string): string {
  return at.slice(0, 16).replace("T", " ");
}
