/**
 * A small map around a point, drawn here: outlines, the uncertainty, a scale bar. With `onPick` a click says another point; for the keyboard
 * the picker of places takes the same point as numbers.
 */
import { useEffect, useMemo, useState } from "preact/hooks";
import { coarse } from "../map/outlines";
import { across, bar, drawn, found, isInSight, outline, type Plate } from "./plate";
import "./pointmap.css";

/** One of the points that a map shows. */
export interface Pin {
  lat: number;
  lon: number;
  label: string;
  /** read: as the program read it; said: as a person says it. */
  tone: "read" | "said";
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
  onPick?: (at: { lat: number; lon: number }) => void;
}

/** The narrowest map that holds the uncertainty of the points with something around it. */
function startOf(pins: Pin[]): number {
  const first = pins[0];
  if (!first) return WORLD;
  const least = Math.max(4, ((first.radius_km ?? 0) / 111) * 2.6);
  const at = SPANS.findIndex((span) => span >= least);
  return at < 0 ? WORLD : at;
}

export function PointMap({ pins, label, height = 200, onPick }: Props) {
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
  const scale = bar(plate);
  const pick = (event: MouseEvent) => {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect();
    if (!onPick || !box.width) return;
    const at = { x: ((event.clientX - box.left) / box.width) * WIDTH, y: ((event.clientY - box.top) / box.height) * height };
    onPick(found(plate, at));
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

/** Letters of a label are about so wide; it stands on the side where there is room. */
const LETTER = 5.6;

function Drawn({ plate, pin }: { plate: Plate; pin: Pin }) {
  const { x, y } = drawn(plate, pin.lat, pin.lon);
  const isLeft = x + 8 + pin.label.length * LETTER > plate.width;
  return (
    <g class={`pointmap-${pin.tone}`}>
      {pin.radius_km ? <circle class="pointmap-radius" cx={x} cy={y} r={Math.max(across(plate, pin.radius_km), 3)} /> : null}
      {pin.tone === "said" ? <path d={`M${x - 6} ${y}h12M${x} ${y - 6}v12`} /> : <circle class="pointmap-dot" cx={x} cy={y} r={3.5} />}
      <text class="pointmap-text" x={isLeft ? x - 8 : x + 8} y={y - 5} text-anchor={isLeft ? "end" : "start"}>
        {pin.label}
      </text>
    </g>
  );
}
