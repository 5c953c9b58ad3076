/**
 * A small map around a point, drawn here: outlines, names of units and towns of the gazetteer, the uncertainty, a scale bar. With `onPick` a
 * click says another point, or what it meets by its dot or name: a town, or the place of a page; for the keyboard the picker of places takes the same as words or numbers.
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { GazetteerPlace, Nearest } from "../api";
import { coarse } from "../map/outlines";
import { useAnswer } from "../server";
import type { Taken } from "./changes";
import { across, bar, boxShown, drawn, found, isInSight, met, outline, roomFor, type Plate, type Written } from "./plate";
import "./pointmap.css";

/** One of the points that a map shows. */
export interface Pin {
  lat: number;
  lon: number;
  label: string;
  /** read: as the program read it; told: as a page has it; said: as a person says it. */
  tone: "read" | "told" | "said";
  /** Of one that a page tells: the value of the page. */
  told?: Taken;
  radius_km?: number | null;
}

interface Country {
  rings: number[][][];
  box: [number, number, number, number];
}

/** The same for all small maps of the page, and worked out once. */
let outlines: Promise<Country[]> | null = null;

async function countries(): Promise<Country[]> {
  const { countries: all } = await coarse();
  return all.features.flatMap(({ geometry }) => {
    if (geometry.type !== "MultiPolygon" && geometry.type !== "Polygon") return [];
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    // Each polygon for itself: an island far away is no reason to draw a whole country.
    return polygons.map((rings) => ({ rings, box: boxOf(rings) }));
  });
}

function boxOf(rings: number[][][]): Country["box"] {
  const box: Country["box"] = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of rings[0] ?? []) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

function useOutlines(): Country[] {
  const [known, set] = useState<Country[]>([]);
  useEffect(() => {
    let isShown = true;
    outlines ??= countries();
    // A map without outlines still shows its points, and the next one asks again.
    outlines.then(
      (all) => isShown && set(all),
      () => (outlines = null),
    );
    return () => void (isShown = false);
  }, []);
  return known;
}

/** Degrees from top to bottom, from a town to the whole world. */
const SPANS = [0.5, 1.5, 4, 10, 25, 60, 150];
const WORLD = SPANS.length - 1;
const WIDTH = 320;

interface Props {
  pins: Pin[];
  /** What the map shows, for those who only hear it. */
  label: string;
  height?: number;
  /** Whether the names of units and towns are written on it. */
  isNamed?: boolean;
  /** A point that was clicked, with the place of the gazetteer whose dot or name it is. */
  onPick?: (at: { lat: number; lon: number }, place: GazetteerPlace | null) => void;
  /** A pin whose dot or name was clicked. */
  onPin?: (pin: Pin) => void;
}

/** Of a wider map no town has room. */
const NAMED_DEG = 10;
/** A click so near to a dot means what it stands for. */
const MEETS = 7;
/** Letters are about so wide and high. */
const LETTER = 5.6;
const LINE = 11;
/** The dot of a town and the room around it. */
const DOT = 3;

interface Named extends Written {
  place: GazetteerPlace;
  dot: { x: number; y: number };
}

/** Where the name of a place is written: that of a unit in its middle, that of a town beside its dot. */
function written(plate: Plate, place: GazetteerPlace): Named {
  const dot = drawn(plate, place.lat, place.lon);
  const letters = place.name.length * LETTER * (place.is_unit ? 1.15 : 0.9);
  const before = place.is_unit ? letters / 2 : DOT;
  return { place, dot, x: dot.x - before, y: dot.y - LINE / 2, width: place.is_unit ? letters : letters + 3 * DOT, height: LINE };
}

/** Where the label of a pin is written. */
function besidePin(plate: Plate, pin: Pin): Written {
  const { x, y } = drawn(plate, pin.lat, pin.lon);
  const width = pin.label.length * LETTER + 16;
  return { x: isLeftOf(plate, x, pin.label) ? x - width : x - 6, y: pin.tone === "said" ? y - 6 : y - 14, width, height: 20 };
}

function useNamed(plate: Plate, pins: Pin[], isNamed: boolean): Named[] {
  const box = isNamed && plate.span <= NAMED_DEG ? boxShown(plate) : null;
  const { data } = useAnswer<Nearest>(box && `/places/around.json?bbox=${box.join(",")}`);
  return useMemo(() => {
    const places = (box ? (data?.places ?? []) : []).filter(({ name }) => !pins.some((pin) => pin.label === name));
    return roomFor(
      plate,
      places.map((place) => written(plate, place)),
      pins.map((pin) => besidePin(plate, pin)),
    );
  }, [data, plate.lat, plate.lon, plate.span, pins.map((pin) => `${pin.label} ${pin.lat} ${pin.lon}`).join()]);
}

/** The narrowest map that holds the uncertainty of the points with something around it. */
function startOf(pins: Pin[]): number {
  const first = pins[0];
  if (!first) return WORLD;
  const least = Math.max(4, ((first.radius_km ?? 0) / 111) * 2.6);
  const at = SPANS.findIndex((span) => span >= least);
  return at < 0 ? WORLD : at;
}

export function PointMap({ pins, label, height = 200, isNamed = false, onPick, onPin }: Props) {
  const known = useOutlines();
  const last = pins.at(-1);
  const [zoom, setZoom] = useState(() => startOf(pins));
  const [centre, setCentre] = useState(() => ({ lat: last?.lat ?? 10, lon: last?.lon ?? 20 }));
  // Another event or another point from the list is looked at where it is; a point that was clicked is in sight already.
  useEffect(() => {
    if (!last) return;
    setCentre((before) => (isNear({ ...before, span: SPANS[zoom] ?? 4, width: WIDTH, height }, last) ? before : { lat: last.lat, lon: last.lon }));
    setZoom((before) => (before === WORLD ? startOf([last]) : before));
  }, [last?.lat, last?.lon]);
  const span = SPANS[zoom] ?? 4;
  const plate: Plate = { ...(zoom === WORLD ? { lat: 10, lon: 20 } : centre), span, width: WIDTH, height };
  const land = useMemo(
    () => known.filter(({ box }) => isInSight(plate, box)).map(({ rings }) => rings.map((ring) => outline(plate, ring)).join("")),
    [known, plate.lat, plate.lon, span, height],
  );
  const named = useNamed(plate, pins, isNamed);
  const scale = bar(plate);
  const pick = (event: MouseEvent) => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    if (!onPick || !box.width) return;
    const at = { x: ((event.clientX - box.left) / box.width) * WIDTH, y: ((event.clientY - box.top) / box.height) * height };
    const signs = [
      // Where a person put the point, another click beside it moves it.
      ...pins.filter(({ tone }) => tone !== "said").map((pin) => ({ pin, place: null, dot: drawn(plate, pin.lat, pin.lon), words: besidePin(plate, pin) })),
      ...named.map((words) => ({ pin: null, place: words.place, dot: words.place.is_unit ? null : words.dot, words: { ...words, width: words.width + LETTER } })),
    ];
    const sign = met(signs, at, MEETS);
    if (sign?.pin && onPin) onPin(sign.pin);
    else onPick(found(plate, at), sign?.place ?? null);
  };
  const by = (steps: number) => {
    // Closer means closer to the point that is looked at.
    if (last) setCentre({ lat: last.lat, lon: last.lon });
    setZoom(Math.max(0, Math.min(WORLD, zoom + steps)));
  };
  return (
    <div class="pointmap">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={label} class={onPick ? "pointmap-picks" : ""} onClick={pick}>
        <path class="pointmap-land" d={land.join("")} fill-rule="evenodd" />
        {named.map(({ place, dot, x, y }) => (
          <g key={place.geonames} class={place.is_unit ? "pointmap-unit" : "pointmap-town"}>
            {!place.is_unit && <circle cx={dot.x} cy={dot.y} r={2} />}
            <text x={place.is_unit ? x : dot.x + 2 * DOT} y={y + LINE - 2}>
              {place.name}
            </text>
          </g>
        ))}
        {pins.map((pin) => (
          <Drawn key={`${pin.tone} ${pin.lat} ${pin.lon}`} plate={plate} pin={pin} />
        ))}
        <path class="pointmap-bar" d={`M8 ${height - 12}v4h${scale.width}v-4`} />
        <text class="pointmap-text" x={12} y={height - 13}>
          {scale.km} km
        </text>
      </svg>
      <div class="pointmap-zoom">
        <button type="button" aria-label="Closer" disabled={zoom === 0} onClick={() => by(-1)}>
          +
        </button>
        <button type="button" aria-label="Farther" disabled={zoom === WORLD} onClick={() => by(1)}>
          −
        </button>
      </div>
    </div>
  );
}

function isNear(plate: Plate, { lat, lon }: { lat: number; lon: number }): boolean {
  const { x, y } = drawn(plate, lat, lon);
  return x > WIDTH * 0.08 && x < WIDTH * 0.92 && y > plate.height * 0.08 && y < plate.height * 0.92;
}

/** A label stands on the side where there is room. */
function isLeftOf(plate: Plate, x: number, label: string): boolean {
  return x + 8 + label.length * LETTER > plate.width;
}

function Drawn({ plate, pin }: { plate: Plate; pin: Pin }) {
  const { x, y } = drawn(plate, pin.lat, pin.lon);
  const isLeft = isLeftOf(plate, x, pin.label);
  return (
    <g class={`pointmap-${pin.tone}`}>
      {pin.radius_km ? <circle class="pointmap-radius" cx={x} cy={y} r={Math.max(across(plate, pin.radius_km), 3)} /> : null}
      {pin.tone === "said" ? <path d={`M${x - 6} ${y}h12M${x} ${y - 6}v12`} /> : <circle class="pointmap-dot" cx={x} cy={y} r={3.5} />}
      <text class="pointmap-text" x={isLeft ? x - 8 : x + 8} y={pin.tone === "said" ? y + 13 : y - 5} text-anchor={isLeft ? "end" : "start"}>
        {pin.label}
      </text>
    </g>
  );
}
