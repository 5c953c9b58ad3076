/** A flat map around a point: degrees to its units and back. Good for a part of the world that is small enough to be looked at by eye. */

export interface Plate {
  lat: number;
  lon: number;
  /** Degrees of latitude from the upper to the lower border. */
  span: number;
  width: number;
  height: number;
}
export interface Point {
  x: number;
  y: number;
}

/** At the poles everything would be stretched without end. */
const HIGHEST = 80;
const KM_PER_DEGREE = 111.195;

/** Units of the plate for a degree of longitude and of latitude. */
function scale(plate: Plate): { x: number; y: number } {
  const y = plate.height / plate.span;
  // A map of the whole world has no stretch that would be right everywhere.
  const middle = plate.span > 90 ? 0 : Math.min(Math.abs(plate.lat), HIGHEST);
  return { x: y * Math.cos((middle * Math.PI) / 180), y };
}

/** Degrees from one longitude to another, the short way round. */
function turn(from: number, to: number): number {
  return ((((to - from + 180) % 360) + 360) % 360) - 180;
}

export function drawn(plate: Plate, lat: number, lon: number): Point {
  const { x, y } = scale(plate);
  return { x: plate.width / 2 + turn(plate.lon, lon) * x, y: plate.height / 2 - (lat - plate.lat) * y };
}

export function found(plate: Plate, { x, y }: Point): { lat: number; lon: number } {
  const per = scale(plate);
  const lat = plate.lat - (y - plate.height / 2) / per.y;
  const lon = turn(0, plate.lon + (x - plate.width / 2) / per.x);
  return { lat: Math.max(-90, Math.min(90, lat)), lon };
}

/** Units of the plate for a distance. */
export function across(plate: Plate, km: number): number {
  return (km / KM_PER_DEGREE) * scale(plate).y;
}

/** A round distance for the scale bar, about a quarter of the plate wide. */
export function bar(plate: Plate): { km: number; width: number } {
  const most = plate.width / 4 / across(plate, 1);
  const power = 10 ** Math.floor(Math.log10(most));
  const km = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
  return { km, width: across(plate, km) };
}

/** Where a ring is drawn; it is not torn where it crosses the border of the world, as each point goes the short way from the last. */
export function outline(plate: Plate, ring: number[][]): string {
  const { x, y } = scale(plate);
  let last: number | null = null;
  let at = 0;
  const steps = ring.map(([lon = 0, lat = 0], step) => {
    at = last === null ? turn(plate.lon, lon) : at + turn(last, lon);
    last = lon;
    return `${step ? "L" : "M"}${round(plate.width / 2 + at * x)} ${round(plate.height / 2 - (lat - plate.lat) * y)}`;
  });
  return `${steps.join("")}Z`;
}

function round(units: number): number {
  return Math.round(units * 10) / 10;
}

/** The box of degrees that a plate shows (west, south, east, north), to tenths so that small moves ask for the same; null where it goes round the world. */
export function boxShown(plate: Plate): [number, number, number, number] | null {
  const [upper, lower] = [found(plate, { x: 0, y: 0 }), found(plate, { x: plate.width, y: plate.height })];
  if (plate.width / scale(plate).x >= 360) return null;
  const tenths = (degrees: number, round: (value: number) => number) => round(degrees * 10) / 10;
  const within = (degrees: number) => Math.max(-180, Math.min(180, degrees));
  return [within(tenths(upper.lon, Math.floor)), Math.max(-90, tenths(lower.lat, Math.floor)), within(tenths(lower.lon, Math.ceil)), Math.min(90, tenths(upper.lat, Math.ceil))];
}

/** A word to be written on a plate, with its upper left corner. */
export interface Written extends Point {
  width: number;
  height: number;
}

/** Of words in the order of their weight, those that cover none of the ones before and lie within the plate. */
export function roomFor<W extends Written>(plate: Plate, words: readonly W[], taken: readonly Written[] = []): W[] {
  const all: Written[] = [...taken];
  const overlaps = (a: Written, b: Written) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  return words.filter((word) => {
    const isInside = word.x >= 0 && word.y >= 0 && word.x + word.width <= plate.width && word.y + word.height <= plate.height;
    const isFree = isInside && !all.some((other) => overlaps(word, other));
    if (isFree) all.push(word);
    return isFree;
  });
}

/** A sign on a plate: the middle of its dot, and where its name is written. */
export interface Sign {
  dot: Point | null;
  words: Written;
}

/** What a click means: the nearest dot within reach, else the name that it lies on. */
export function met<S extends Sign>(signs: readonly S[], at: Point, reach: number): S | null {
  const away = ({ dot }: S) => (dot ? Math.hypot(dot.x - at.x, dot.y - at.y) : Infinity);
  const nearest = signs.reduce<S | null>((best, sign) => (away(sign) <= reach && (!best || away(sign) < away(best)) ? sign : best), null);
  const isOn = ({ words: { x, y, width, height } }: S) => at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height;
  return nearest ?? signs.find(isOn) ?? null;
}

/** Whether anything of a box of degrees (west, south, east, north) may be seen. */
export function isInSight(plate: Plate, [west, south, east, north]: [number, number, number, number]): boolean {
  const { x } = scale(plate);
  const half = plate.width / 2 / x;
  const isHighEnough = north > plate.lat - plate.span / 2 && south < plate.lat + plate.span / 2;
  if (!isHighEnough || east - west > 180 || half >= 180) return isHighEnough;
  const middle = (west + east) / 2;
  return Math.abs(turn(plate.lon, middle)) <= half + (east - west) / 2;
}
