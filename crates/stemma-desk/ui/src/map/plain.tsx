/** The map without WebGL: the same dots, badges, flags and circles as SVG. It does not glide, but all that it says is the same. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Position } from "geojson";
import { useRoom } from "../parts/room";
import { drawn as place, found, outline, type Plate } from "../review/plate";
import { number } from "../parts/words";
import { initials, STATUS } from "../places/control";
import { BoxDrawing } from "./boxdrawing";
import { areaId, dotRadius } from "./dots";
import { circle, plateOf, type Box, type Point } from "./geo";
import type { DrawnMap } from "./handle";
import { coarse } from "./outlines";
import { APART, heldInWords } from "./scene";
import { short } from "./signs";

const HEIGHT = 480;
/** From a town to the whole world. */
const SPANS = { least: 0.05, most: 170 };

export default function PlainMap({ scene, first, isDrawing, onBox, onDot, onArea, onFlag, onReady }: DrawnMap) {
  const { ref, room } = useRoom<HTMLDivElement>();
  const width = room || 800;
  const [sight, look] = useState<{ lat: number; lon: number; span: number } | null>(null);
  const plate: Plate = { ...withMargin(plateOf(first, width, HEIGHT)), ...sight, width, height: HEIGHT };
  const rings = useRings();
  const now = useRef(plate);
  now.current = plate;

  useEffect(() => {
    onReady({
      zoomBy: (steps) => {
        const { lat, lon, span } = now.current;
        look({ lat, lon, span: Math.min(SPANS.most, Math.max(SPANS.least, span / 2 ** steps)) });
      },
      show: (box) => {
        const { lat, lon, span } = withMargin(plateOf(box, now.current.width, HEIGHT));
        look({ lat, lon, span });
      },
      to: ({ lat, lon }) => look({ lat, lon, span: now.current.span }),
      sight: () => sightOf(now.current),
    });
    return () => onReady(null);
  }, []);

  const land = useMemo(() => rings.map((ring) => outline(plate, ring)).join(""), [rings, plate.lat, plate.lon, plate.span, width]);
  const { dots, areas, flags, chosen, box } = scene;
  const ring = (centre: Point, km: number) => outline(plate, circle(centre, km));
  const press = (run: () => void) => ({
    role: "button" as const,
    tabindex: 0,
    onClick: run,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      run();
    },
  });
  const turned = (by: number, up: number) => {
    const { lat, lon, span } = now.current;
    look({ lat: Math.max(-85, Math.min(85, lat + up * span * 0.2)), lon: lon + by * span * 0.2, span });
  };
  const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  return (
    <div ref={ref} class="map-room">
      <svg
        class="map-plain"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="group"
        aria-label="Map; arrow keys move it"
        tabindex={0}
        onKeyDown={(event) => {
          const to = arrows[event.key];
          if (!to) return;
          event.preventDefault();
          turned(...to);
        }}
      >
        <path class="map-land" d={land} fill-rule="evenodd" />
        {dots.flatMap((dot) => dot.radii_km.map((km) => <path key={`${dot.id} ${km}`} class="map-circle" d={ring(dot, km)} />))}
        {chosen.flatMap((at) => at.radii_km.map((km) => <path key={km} class="map-chosen-circle" d={ring(at, km)} />))}
        {box && <path class="map-box" d={outline(plate, corners(box))} />}
        {areas.map((area) => {
          const { x, y } = place(plate, area.lat, area.lon);
          const left = x + area.aside * APART;
          return (
            <g key={areaId(area)} class="map-area" {...press(() => onArea(areaId(area)))} aria-label={`${area.name}: ${number(area.events)} events`}>
              <rect x={left - 13} y={y - 11} width={26} height={22} />
              {area.level === "country" && <rect x={left - 16} y={y - 14} width={32} height={28} />}
              <text x={left} y={y + 4}>
                {short(area.events)}
              </text>
            </g>
          );
        })}
        {dots.map((dot) => {
          const { x, y } = place(plate, dot.lat, dot.lon);
          const radius = dotRadius(dot.events);
          return (
            <g
              key={dot.id}
              class={`map-dot map-dot-${dot.precision}`}
              {...press(() => onDot(dot.id))}
              aria-label={`${dot.place}: ${number(dot.events)} ${dot.events === 1 ? "event" : "events"}`}
            >
              <title>{dot.place}</title>
              <circle cx={x} cy={y} r={radius} />
              {dot.events === 1 && dot.precision !== "exact" && <circle class="map-middle" cx={x} cy={y} r={2} />}
              {dot.events > 1 && (
                <text x={x} y={y + 4}>
                  {short(dot.events)}
                </text>
              )}
            </g>
          );
        })}
        {flags.map((held) => {
          const { x, y } = place(plate, held.lat, held.lon);
          const top = y - 10 - 18 * held.holders.length;
          return (
            <g key={held.place} class="map-flag" {...press(() => onFlag(held.place))} aria-label={heldInWords(held)}>
              <path d={`M${x} ${y}V${top}`} />
              {held.holders.map(({ holder, status }, at) => (
                <g key={holder} class={`map-flag-${status}`}>
                  <title>{`${holder}, ${STATUS[status]}`}</title>
                  <rect x={x} y={top + 18 * at} width={10 + 8 * initials(holder).length} height={16} />
                  <text x={x + 5 + 4 * initials(holder).length} y={top + 18 * at + 12}>
                    {initials(holder)}
                  </text>
                </g>
              ))}
            </g>
          );
        })}
        {chosen.map((at) => (
          <Ring key={at.radius} plate={plate} at={at} radius={at.radius} />
        ))}
      </svg>
      {isDrawing && <BoxDrawing degrees={(at) => found(plate, at)} onBox={onBox} />}
    </div>
  );
}

/** Signs at the edge need room too. */
function withMargin(plate: Plate): Plate {
  return { ...plate, span: plate.span * 1.25 };
}

function Ring({ plate, at, radius }: { plate: Plate; at: Point; radius: number }) {
  const { x, y } = place(plate, at.lat, at.lon);
  return <circle class="map-chosen-ring" cx={x} cy={y} r={radius} />;
}

function useRings(): Position[][] {
  const [rings, set] = useState<Position[][]>([]);
  useEffect(() => {
    let isShown = true;
    coarse().then(
      ({ countries }) => {
        const all = countries.features.flatMap(({ geometry }) => {
          if (geometry.type === "Polygon") return geometry.coordinates;
          return geometry.type === "MultiPolygon" ? geometry.coordinates.flat() : [];
        });
        if (isShown) set(all);
      },
      () => undefined,
    );
    return () => void (isShown = false);
  }, []);
  return rings;
}

function corners({ west, south, east, north }: Box): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

function sightOf(plate: Plate): Box {
  const upper = found(plate, { x: 0, y: 0 });
  const lower = found(plate, { x: plate.width, y: plate.height });
  return { west: upper.lon, north: upper.lat, east: lower.lon, south: lower.lat };
}
