/** Points, boxes and circles on the earth, in degrees and kilometres. Nothing here draws. */
import type { Plate } from "../review/plate";

const EARTH_KM = 6371.0088;
const RADIANS = Math.PI / 180;

export interface Point {
  lat: number;
  lon: number;
}

/** West may be greater than east: the box then goes over the line where the date changes. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The point so far from another, in a direction clockwise from north; its longitude is not wrapped, so that rings stay whole. */
export function destination({ lat, lon }: Point, km: number, bearing_deg: number): Point {
  const angle = km / EARTH_KM;
  const bearing = bearing_deg * RADIANS;
  const phi = lat * RADIANS;
  const sine = Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing);
  const turned = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * sine);
  return { lat: Math.asin(Math.max(-1, Math.min(1, sine))) / RADIANS, lon: lon + turned / RADIANS };
}

/** Kilometres along a great circle. */
export function distance_km(a: Point, b: Point): number {
  const half = (from: number, to: number) => Math.sin(((to - from) * RADIANS) / 2) ** 2;
  const chord = half(a.lat, b.lat) + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * half(a.lon, b.lon);
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Thousands of small circles are drawn at once; with so few corners, no side is half a percent of the radius away from the arc. */
function cornersOf(km: number): number {
  return km > 100 ? 96 : 36;
}

/** A circle of true kilometres as a closed ring of `[lon, lat]`; on a map it is no circle far from the equator. */
export function circle(centre: Point, km: number, corners = cornersOf(km)): [number, number][] {
  const ring = Array.from({ length: corners }, (_, at): [number, number] => {
    const { lat, lon } = destination(centre, km, (-360 * at) / corners);
    return [lon, lat];
  });
  return [...ring, ring[0]!];
}

/** Metres of a pixel of the map at its zoom 0, on the equator. */
const METRES_PER_PIXEL = 78_271.517;

/** From which zoom on a circle of so many kilometres is wider than a dot of so many pixels. */
export function seenFrom({ lat }: Point, km: number, dot_px: number): number {
  return Math.log2((dot_px * METRES_PER_PIXEL * Math.cos(lat * RADIANS)) / (km * 1000));
}

/** "west,south,east,north", as the address has it; null where it is no box. */
export function boxOf(written: string | null): Box | null {
  const numbers = (written ?? "").split(",").map((number) => (number.trim() === "" ? NaN : Number(number)));
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || numbers.some((number) => !Number.isFinite(number))) return null;
  if (south! > north! || Math.abs(south!) > 90 || Math.abs(north!) > 90) return null;
  return { west: west!, south: south!, east: east!, north: north! };
}

/** As the address has it, with so many decimals: three are a hundred metres. */
export function written({ west, south, east, north }: Box, decimals = 3): string {
  return [wrapped(west), south, wrapped(east), north].map((degrees) => Number(degrees.toFixed(decimals))).join(",");
}

function wrapped(lon: number): number {
  return lon > 180 || lon < -180 ? ((((lon + 180) % 360) + 360) % 360) - 180 : lon;
}

export function isInside({ lat, lon }: Point, { west, south, east, north }: Box): boolean {
  const isBetween = west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
  return isBetween && lat >= south && lat <= north;
}

/** So little that a box around one point holds no other of the gazetteer, which has five decimals. */
const LEAST_DEG = 0.00002;

export function around({ lat, lon }: Point, deg = LEAST_DEG): Box {
  return { west: lon - deg, south: lat - deg, east: lon + deg, north: lat + deg };
}

/** A town and what lies around it, in degrees to each side. */
const TOWN_DEG = 0.4;
const KM_PER_DEGREE = 111.195;

/** So many degrees around a point are looked at, that all of its uncertainty is seen with something beside it. */
export function degreesOf(radius_km: number | null): number {
  return Math.max(TOWN_DEG, ((radius_km ?? 0) / KM_PER_DEGREE) * 1.5);
}

/** The smallest box with all points, at least so many degrees wide and high; null where there is none. */
export function holding(points: Point[], least_deg = 1): Box | null {
  if (points.length === 0) return null;
  const box = { west: 180, south: 90, east: -180, north: -90 };
  for (const { lat, lon } of points) {
    box.west = Math.min(box.west, lon);
    box.east = Math.max(box.east, lon);
    box.south = Math.min(box.south, lat);
    box.north = Math.max(box.north, lat);
  }
  const wider = Math.max(0, least_deg - (box.east - box.west)) / 2;
  const higher = Math.max(0, least_deg - (box.north - box.south)) / 2;
  return {
    west: Math.max(-180, box.west - wider),
    south: Math.max(-85, box.south - higher),
    east: Math.min(180, box.east + wider),
    north: Math.min(85, box.north + higher),
  };
}

/** The plain map of this size on which a whole box is seen. */
export function plateOf({ west, south, east, north }: Box, width: number, height: number): Plate {
  const wide = (east < west ? east + 360 : east) - west;
  const lat = (south + north) / 2;
  const squeeze = Math.cos(Math.min(Math.abs(lat), 80) * RADIANS);
  return { lat, lon: west + wide / 2, span: Math.max(north - south, (wide * squeeze * height) / Math.max(width, 1), 0.02), width, height };
}
