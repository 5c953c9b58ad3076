/**
 * What stands on the map: one dot for all events at one and the same point, however differently they are known, so that none lies under
 * another; one badge for a province or a country.
 */
import type { Area, Precision, Spot } from "../api";
import { country } from "../parts/words";

export interface Dot {
  id: string;
  lat: number;
  lon: number;
  place: string;
  country: string | null;
  events: number;
  killed: number;
  /** The best that is known of any of its events. */
  precision: Precision;
  /** Every uncertainty that its events have, in kilometres, the widest first. */
  radii_km: number[];
  /** The latest of each uncertainty. */
  ids: string[];
}

const BEST_FIRST: Precision[] = ["exact", "area", "inferred", "unit", "country", "none"];

export function better(a: Precision, b: Precision): Precision {
  return BEST_FIRST.indexOf(a) <= BEST_FIRST.indexOf(b) ? a : b;
}

/** Those with the most events come first: they are drawn below the others. */
export function dots(spots: Spot[]): Dot[] {
  const found = new Map<string, Dot>();
  for (const { lat, lon, place, country, events, killed, precision, radius_km, ids } of spots) {
    const id = `${lat},${lon}`;
    const known = found.get(id);
    if (!known) {
      found.set(id, { id, lat, lon, place, country, events, killed, precision, radii_km: radius_km ? [radius_km] : [], ids: [...ids] });
      continue;
    }
    known.events += events;
    known.killed += killed;
    known.precision = better(known.precision, precision);
    known.ids.push(...ids);
    if (radius_km && !known.radii_km.includes(radius_km)) known.radii_km.push(radius_km);
  }
  for (const { radii_km } of found.values()) radii_km.sort((a, b) => b - a);
  return [...found.values()].sort((a, b) => b.events - a.events || (a.id < b.id ? -1 : 1));
}

/** Half the width of a dot in pixels. Its area grows with the number of events, and it always has room for the number. */
export function dotRadius(events: number): number {
  if (events <= 1) return 6;
  return Math.min(26, Math.max(6.5 + 2 * `${events}`.length, 4 + 1.5 * Math.sqrt(events)));
}

export function areaId({ level, country, name }: Area): string {
  return `${level}:${country ?? ""}:${name}`;
}

/** Badges of one and the same point would hide each other: a unit and its country often share it. They are put side by side. */
export function sideBySide(areas: Area[]): (Area & { aside: number })[] {
  const at = new Map<string, number>();
  return areas.map((area) => {
    const point = `${area.lat},${area.lon}`;
    const aside = at.get(point) ?? 0;
    at.set(point, aside + 1);
    // The server calls a country by its code.
    const name = area.level === "country" ? country(area.country) || area.name : area.name;
    return { ...area, name, aside };
  });
}
