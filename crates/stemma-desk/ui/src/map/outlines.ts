/**
 * The outlines that are drawn below everything, as GeoJSON: countries at once, borders of first-level units when somebody looks closer.
 * They are files of the desk itself, made by `build/mapdata.mjs`; a map without them still shows its points.
 */
import type { Feature, FeatureCollection, MultiLineString, Point } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import countriesUrl from "./data/countries.json?url";
import unitsUrl from "./data/units.json?url";
import { get } from "../server";

/** Name, longitude, latitude, size in km². */
type Named = [name: string, lon: number, lat: number, km2: number];
interface Written {
  countries: Topology<{ countries: GeometryCollection }>;
  borders?: Topology<{ borders: GeometryCollection }>;
  names: Named[];
}

export interface Outlines {
  countries: FeatureCollection;
  /** Lines between land and sea, and between countries, once each. */
  coast: MultiLineString;
  frontiers: MultiLineString;
  /** Lines between units of one country. */
  borders: FeatureCollection | Feature | null;
  names: FeatureCollection<Point, { name: string; km2: number }>;
}

const asked = new Map<string, Promise<Outlines>>();

/** The same for all maps of the page; asked for once, and again where that failed. */
function outlines(url: string): Promise<Outlines> {
  const known = asked.get(url);
  if (known) return known;
  const coming = get<Written>(url).then(drawn);
  coming.catch(() => asked.delete(url));
  asked.set(url, coming);
  return coming;
}

export const coarse = () => outlines(countriesUrl);
export const fine = () => outlines(unitsUrl);

/** So that nobody waits for the whole of it: after each step the browser may draw what moved meanwhile. */
export const pause = () => new Promise((done) => setTimeout(done, 0));

async function drawn({ countries, borders, names }: Written): Promise<Outlines> {
  const land = feature(countries, countries.objects.countries);
  await pause();
  const coast = mesh(countries, countries.objects.countries, (a, b) => a === b);
  await pause();
  const frontiers = mesh(countries, countries.objects.countries, (a, b) => a !== b);
  await pause();
  const features = names.map(([name, lon, lat, km2]): Outlines["names"]["features"][number] => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [lon, lat] },
    properties: { name, km2 },
  }));
  return {
    countries: land,
    coast,
    frontiers,
    borders: borders ? feature(borders, borders.objects.borders) : null,
    names: { type: "FeatureCollection", features },
  };
}
