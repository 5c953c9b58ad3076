/**
 * The style of the map: what is drawn, in which order and colour. Sources are empty at first and filled by the canvas. No glyphs and no
 * tiles are asked of anybody: letters are those of the reader's own machine.
 */
import type { ExpressionSpecification, GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Colours } from "./colours";

export const SOURCES = ["land", "coast", "frontiers", "borders", "names", "unit-names", "box", "circles", "areas", "dots", "flags", "chosen"] as const;
export type Source = (typeof SOURCES)[number];

/** From here on the borders of units are shown, and fetched. */
export const UNITS_FROM = 4.5;

/** With more dots than this, all of them are drawn smaller from far away; nearer, each has its size and its number can be read. */
const MANY_DOTS = 250;
const SCALES: [zoom: number, scale: number][] = [
  [2, 0.4],
  [5, 0.65],
  [7, 1],
];

export function dotScale(dots: number, zoom: number): number {
  const after = SCALES.findIndex(([from]) => from > zoom);
  if (dots <= MANY_DOTS || after < 0) return 1;
  const [low, high] = [SCALES[Math.max(0, after - 1)]!, SCALES[after]!];
  const share = high[0] > low[0] ? (zoom - low[0]) / (high[0] - low[0]) : 0;
  return low[1] + Math.max(0, share) * (high[1] - low[1]);
}

/** What of the style depends on how many dots there are: to find room for thousands of names would take seconds. */
export function crowded(dots: number): { size: ExpressionSpecification | number; namesFrom: number; isApart: boolean } {
  const isMany = dots > MANY_DOTS;
  return {
    size: isMany ? (["interpolate", ["linear"], ["zoom"], ...SCALES.flat()] as ExpressionSpecification) : 1,
    namesFrom: dots > 4 * MANY_DOTS ? 8.5 : isMany ? 7 : 5,
    isApart: !isMany,
  };
}

const FONT = ["system-ui"];
const NOTHING: GeoJSONSourceSpecification = { type: "geojson", data: { type: "FeatureCollection", features: [] } };

/** `look` is part of the names of pictures, so that another theme has pictures of its own. */
export function ground(colours: Colours, look: string): StyleSpecification {
  return {
    version: 8,
    sources: Object.fromEntries(SOURCES.map((name) => [name, { ...NOTHING, ...(name === "circles" && { tolerance: 0.2 }) }])),
    layers: layers(colours, look),
    transition: { duration: 0, delay: 0 },
  };
}

function layers(colours: Colours, look: string): LayerSpecification[] {
  const halo = { "text-halo-color": colours.land, "text-halo-width": 1.5 };
  const picture: ExpressionSpecification = ["concat", look, " ", ["get", "sign"]];
  // What lies under its dot need not be drawn; the zoom of a filter is that of a whole step, so it comes a little early.
  const isSeen: ExpressionSpecification = ["<=", ["get", "from"], ["+", ["zoom"], 1]];
  const signs = { "icon-image": picture, "icon-allow-overlap": true, "icon-ignore-placement": false } as const;
  return [
    { id: "sea", type: "background", paint: { "background-color": colours.sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land, "fill-antialias": false } },
    {
      id: "coast",
      type: "line",
      source: "coast",
      paint: { "line-color": colours["line-strong"], "line-opacity": 0.5, "line-width": 0.6 },
    },
    {
      id: "borders",
      type: "line",
      source: "borders",
      minzoom: UNITS_FROM,
      paint: { "line-color": colours.line, "line-width": ["interpolate", ["linear"], ["zoom"], 4.5, 0.6, 9, 1.2] },
    },
    {
      id: "frontiers",
      type: "line",
      source: "frontiers",
      layout: { "line-join": "round" },
      paint: { "line-color": colours["line-strong"], "line-opacity": 0.75, "line-width": ["interpolate", ["linear"], ["zoom"], 1, 0.4, 8, 1.4] },
    },
    {
      id: "circles",
      type: "fill",
      source: "circles",
      filter: isSeen,
      paint: { "fill-color": colours.accent, "fill-opacity": 0.05, "fill-antialias": false },
    },
    {
      id: "circles-edge",
      type: "line",
      source: "circles",
      filter: isSeen,
      paint: { "line-color": colours.accent, "line-width": 1, "line-opacity": 0.45 },
    },
    {
      id: "box",
      type: "line",
      source: "box",
      paint: { "line-color": colours.ink, "line-width": 1.5, "line-dasharray": [4, 3] },
    },
    {
      id: "chosen-circle",
      type: "fill",
      source: "chosen",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": colours.doubt, "fill-opacity": 0.14 },
    },
    {
      id: "chosen-edge",
      type: "line",
      source: "chosen",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "line-color": colours.doubt, "line-width": 2 },
    },
    {
      id: "unit-names",
      type: "symbol",
      source: "unit-names",
      minzoom: 5.5,
      filter: [">=", ["get", "km2"], ["step", ["zoom"], 90_000, 6, 20_000, 7, 3_000, 8, 0]],
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 11,
        "text-max-width": 7,
        "symbol-sort-key": ["-", 0, ["get", "km2"]],
      },
      paint: { "text-color": colours["ink-soft"], ...halo },
    },
    {
      id: "names",
      type: "symbol",
      source: "names",
      maxzoom: 9,
      filter: [">=", ["get", "km2"], ["step", ["zoom"], 1_500_000, 2, 400_000, 3, 90_000, 4, 10_000, 5, 0]],
      layout: {
        "text-field": ["upcase", ["get", "name"]],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 13],
        "text-letter-spacing": 0.08,
        "text-max-width": 8,
        "symbol-sort-key": ["-", 0, ["get", "km2"]],
      },
      paint: { "text-color": colours["ink-soft"], ...halo },
    },
    {
      id: "areas",
      type: "symbol",
      source: "areas",
      layout: {
        ...signs,
        "icon-offset": ["get", "offset"],
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 11,
        "text-anchor": "top",
        "text-offset": ["get", "below"],
        "text-optional": true,
      },
      paint: { "text-color": colours.ink, ...halo },
    },
    // Dots with few events are drawn above those with many, which are larger.
    {
      id: "dots",
      type: "symbol",
      source: "dots",
      layout: { ...signs, "symbol-sort-key": ["-", 0, ["get", "events"]] },
    },
    {
      id: "dot-names",
      type: "symbol",
      source: "dots",
      minzoom: 5,
      layout: {
        "text-field": ["get", "place"],
        "text-font": FONT,
        "text-size": 12,
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": ["get", "aside"],
        "text-justify": "auto",
        "symbol-sort-key": ["-", 0, ["get", "events"]],
      },
      paint: { "text-color": colours.ink, ...halo },
    },
    {
      id: "flags",
      type: "symbol",
      source: "flags",
      layout: { ...signs, "icon-ignore-placement": true },
    },
    {
      id: "chosen-ring",
      type: "circle",
      source: "chosen",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": ["get", "radius"],
        "circle-color": "transparent",
        "circle-opacity": 0,
        "circle-stroke-color": colours.doubt,
        "circle-stroke-width": 3,
      },
    },
  ];
}
