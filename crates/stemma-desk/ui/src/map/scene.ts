/** All that is shown on a map at one time, as plain data that both the canvas and the plain map draw. */
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { Area } from "../api";
import { number } from "../parts/words";
import { initials, STATUS, type Held } from "../places/control";
import { areaId, dotRadius, type Dot } from "./dots";
import { circle, seenFrom, type Box, type Point } from "./geo";
import type { Source } from "./ground";
import { areaSign, dotSign, flagSign, type Sign } from "./signs";

export interface Scene {
  dots: Dot[];
  areas: (Area & { aside: number })[];
  flags: (Held & Point)[];
  /** The box that the query asks for. */
  box: Box | null;
  /** What is selected, and whose list is open. */
  chosen: Chosen[];
}

export interface Chosen extends Point {
  radii_km: number[];
  /** Half the width of its sign in pixels. */
  radius: number;
}

export function chosenDot({ lat, lon, radii_km, events }: Dot): Chosen {
  return { lat, lon, radii_km, radius: dotRadius(events) + 4 };
}

/** Badges of one point stand so many pixels apart. */
export const APART = 34;

function point({ lat, lon }: Point, properties: Record<string, unknown>): Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties };
}

function ringOf(centre: Point, km: number, properties: Record<string, unknown> = {}): Feature {
  return { type: "Feature", geometry: { type: "Polygon", coordinates: [circle(centre, km)] }, properties };
}

function all(features: Feature[]): FeatureCollection {
  return { type: "FeatureCollection", features };
}

/** Names in the language of the holders of a place: "Wad Medani: Rapid Support Forces (claimed)". */
export function heldInWords({ place, holders }: Held): string {
  return `${place}: ${holders.map(({ holder, status }) => `${holder} (${STATUS[status]})`).join(", ")}`;
}

/** What a sign says to whoever points at it. */
export function wordsOf({ what, id }: { what: "dot" | "area" | "flag"; id: string }, { dots, areas, flags }: Scene): string {
  const held = what === "flag" ? flags.find(({ place }) => place === id) : undefined;
  if (held) return heldInWords(held);
  const dot = what === "dot" ? dots.find((known) => known.id === id) : undefined;
  const area = what === "area" ? areas.find((known) => areaId(known) === id) : undefined;
  const events = (dot ?? area)?.events ?? 0;
  return `${dot?.place ?? area?.name ?? ""}: ${number(events)} ${events === 1 ? "event" : "events"}`;
}

/** The data of some sources of the map, and the signs that they name. */
export interface Drawn {
  data: Partial<Record<Source, FeatureCollection>>;
  signs: Map<string, Sign>;
}

function drawing() {
  const signs = new Map<string, Sign>();
  const named = (sign: Sign) => {
    signs.set(sign.id, sign);
    return sign.id;
  };
  return { signs, named };
}

/** What stays as long as the query does. Thousands of circles are made here, so it is not done again for another day or event. */
export function drawnEvents({ dots, areas }: Pick<Scene, "dots" | "areas">): Drawn {
  const { signs, named } = drawing();
  const points = dots.map((dot) =>
    point(dot, {
      id: dot.id,
      sign: named(dotSign(dot.events, dot.precision)),
      place: dot.place,
      events: dot.events,
      // In ems of the size in which names are written.
      aside: (dotRadius(dot.events) + 4) / 12,
    }),
  );
  const badges = areas.map((area) =>
    point(area, {
      id: areaId(area),
      sign: named(areaSign(area.events, area.level)),
      name: area.name,
      offset: [area.aside * APART, 0],
      below: [(area.aside * APART) / 11, 1.6],
    }),
  );
  const circles = dots.flatMap((dot) => dot.radii_km.map((km) => ringOf(dot, km, { from: seenFrom(dot, km, dotRadius(dot.events)) })));
  return { data: { dots: all(points), areas: all(badges), circles: all(circles) }, signs };
}

export function drawnFlags({ flags }: Pick<Scene, "flags">): Drawn {
  const { signs, named } = drawing();
  const poles = flags.map((held) =>
    point(held, { id: held.place, sign: named(flagSign(held.holders.map(({ holder, status }) => ({ letters: initials(holder), status })))) }),
  );
  return { data: { flags: all(poles) }, signs };
}

export function drawnMarks({ chosen, box }: Pick<Scene, "chosen" | "box">): Drawn {
  const marked = chosen.flatMap((at) => [...at.radii_km.map((km) => ringOf(at, km)), point(at, { radius: at.radius })]);
  return {
    data: { chosen: all(marked), box: all(box ? [{ type: "Feature", geometry: outline(box), properties: {} }] : []) },
    signs: new Map(),
  };
}

function outline({ west, south, east, north }: Box): Geometry {
  const right = east < west ? east + 360 : east;
  return {
    type: "LineString",
    coordinates: [
      [west, south],
      [right, south],
      [right, north],
      [west, north],
      [west, south],
    ],
  };
}
