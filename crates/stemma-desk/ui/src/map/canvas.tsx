/**
 * The map that is drawn by MapLibre. It asks nothing of anybody but the outlines of the desk itself. It throws where the browser has no
 * WebGL, and the plain map takes its place.
 */
import { Map as Canvas, setWorkerUrl, type GeoJSONSource } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useColours } from "./colours";
import type { Box } from "./geo";
import { crowded, dotScale, ground, UNITS_FROM, type Source } from "./ground";
import type { DrawnMap } from "./handle";
import { hit, type View } from "./hit";
import { coarse, fine, pause, type Outlines } from "./outlines";
import { BoxDrawing } from "./boxdrawing";
import { drawnEvents, drawnFlags, drawnMarks, wordsOf, type Drawn } from "./scene";
import { FINER, type Sign } from "./signs";

setWorkerUrl(workerUrl);

/** The names of places stand beside their dots. */
const PADDING = { top: 40, bottom: 40, left: 70, right: 90 };
const CLOSEST = 9;

export default function MapCanvas({ scene, first, isDrawing, onBox, onDot, onArea, onFlag, onReady }: DrawnMap) {
  const room = useRef<HTMLDivElement>(null);
  const [canvas, setCanvas] = useState<Canvas | null>(null);
  const [tip, setTip] = useState<{ x: number; y: number; words: string } | null>(null);
  const colours = useColours();
  const { dots, areas, flags, chosen, box } = scene;
  const events = useMemo(() => drawnEvents({ dots, areas }), [dots, areas]);
  const held = useMemo(() => drawnFlags({ flags }), [flags]);
  const marks = useMemo(() => drawnMarks({ chosen, box }), [chosen, box]);
  // Listeners of the map are set once and must find what is shown now.
  const signs = [events.signs, held.signs];
  const now = useRef({ scene, signs, colours, onDot, onArea, onFlag, isDrawing });
  now.current = { scene, signs, colours, onDot, onArea, onFlag, isDrawing };

  useEffect(() => {
    const map = new Canvas({
      container: room.current!,
      style: ground(colours, look(colours)),
      bounds: bounds(first),
      fitBoundsOptions: { padding: PADDING, maxZoom: CLOSEST },
      attributionControl: false,
      renderWorldCopies: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 14,
      fadeDuration: 0,
      // Drawing a box has a key and a button of its own, and sets the query.
      boxZoom: false,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.setMissingStyleImageResolver((id) => addSign(map, id, now.current.signs, now.current.colours));
    const under = ({ x, y }: { x: number; y: number }) => {
      const { scene: shown } = now.current;
      return hit(shown, { x, y }, viewOf(map, dotScale(shown.dots.length, map.getZoom())));
    };
    map.on("click", ({ point }) => {
      if (now.current.isDrawing) return;
      const found = under(point);
      if (found?.what === "dot") now.current.onDot(found.id);
      else if (found?.what === "area") now.current.onArea(found.id);
      else if (found?.what === "flag") now.current.onFlag(found.id);
    });
    let isLooking = false;
    map.on("mousemove", ({ point }) => {
      if (isLooking || map.isMoving()) return;
      isLooking = true;
      requestAnimationFrame(() => {
        isLooking = false;
        if (map._removed) return;
        const found = under(point);
        map.getCanvas().style.cursor = found ? "pointer" : "";
        setTip(found ? { x: point.x, y: point.y, words: wordsOf(found, now.current.scene) } : null);
      });
    });
    map.on("mouseout", () => setTip(null));
    map.on("movestart", () => setTip(null));
    map.on("load", () => {
      setCanvas(map);
      onReady({
        zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, duration: duration() }),
        show: (box) => map.fitBounds(bounds(box), { padding: PADDING, maxZoom: CLOSEST, duration: duration() }),
        to: ({ lat, lon }) => map.easeTo({ center: [lon, lat], duration: duration() }),
        sight: () => sightOf(map),
      });
      coarse().then((outlines) => {
        void setGround(map, outlines);
        source(map, "names")?.setData(outlines.names);
      }, nothing);
      closer(map);
    });
    return () => {
      onReady(null);
      setCanvas(null);
      map.remove();
    };
    // The map is made once; what changes is told to it below.
  }, []);

  useEffect(() => fill(canvas, events), [canvas, events]);
  useEffect(() => {
    if (!canvas) return;
    const { size, namesFrom, isApart } = crowded(dots.length);
    canvas.setLayoutProperty("dots", "icon-size", size);
    // Names keep away from few dots; among many they stand where they can.
    canvas.setLayoutProperty("dots", "icon-ignore-placement", !isApart);
    canvas.setLayerZoomRange("dot-names", namesFrom, 24);
  }, [canvas, dots.length]);
  useEffect(() => fill(canvas, held), [canvas, held]);
  useEffect(() => fill(canvas, marks), [canvas, marks]);

  useEffect(() => {
    if (!canvas) return;
    for (const layer of ground(colours, look(colours)).layers) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) canvas.setPaintProperty(layer.id, name as never, value as never);
      const picture = layer.type === "symbol" && layer.layout?.["icon-image"];
      if (picture) canvas.setLayoutProperty(layer.id, "icon-image", picture as never);
    }
  }, [canvas, colours]);

  return (
    <div class="map-room">
      <div ref={room} class="map-canvas" />
      {tip && (
        <div class="map-tip" aria-hidden="true" style={{ left: `${tip.x}px`, top: `${tip.y}px` }}>
          {tip.words}
        </div>
      )}
      {isDrawing && canvas && <BoxDrawing degrees={({ x, y }) => degreesAt(canvas, x, y)} onBox={onBox} />}
    </div>
  );
}

/** Colours name the pictures that are drawn in them. */
function look({ surface, original }: { surface: string; original: string }): string {
  return `${surface}${original}`.replaceAll(" ", "");
}

function fill(map: Canvas | null, { data }: Drawn): void {
  if (!map) return;
  for (const [name, features] of Object.entries(data)) source(map, name as Source)?.setData(features);
}

function addSign(map: Canvas, id: string, signs: Drawn["signs"][], colours: Parameters<Sign["draw"]>[0]): void {
  const name = id.slice(id.indexOf(" ") + 1);
  const sign = signs.map((known) => known.get(name)).find(Boolean);
  if (sign && !map.hasImage(id)) map.addImage(id, sign.draw(colours), { pixelRatio: FINER });
}

/** A map may be gone when its outlines come. */
function source(map: Canvas, name: Source): GeoJSONSource | undefined {
  return map._removed ? undefined : (map.getSource(name) as GeoJSONSource | undefined);
}

/** The finer outlines are fetched when somebody looks so close that they would be seen. */
function closer(map: Canvas): void {
  const look = () => {
    if (map.getZoom() < UNITS_FROM) return;
    map.off("zoomend", look);
    fine().then(
      (outlines) => {
        void setGround(map, outlines);
        source(map, "unit-names")?.setData(outlines.names);
      },
      // Without them the coarse outlines stay, and the next step closer asks again.
      () => void map.on("zoomend", look),
    );
  };
  map.on("zoomend", look);
  look();
}

async function setGround(map: Canvas, { countries, coast, frontiers, borders }: Outlines): Promise<void> {
  const parts: [Source, GeoJSON.GeoJSON | null][] = [
    ["land", countries],
    ["frontiers", frontiers],
    ["coast", coast],
    ["borders", borders],
  ];
  for (const [name, data] of parts) {
    if (data) source(map, name)?.setData(data);
    await pause();
  }
}

/** Signs without any ground still stand where they stand. */
function nothing(): void {}

function viewOf(map: Canvas, scale: number): View {
  return { project: ({ lat, lon }) => map.project([lon, lat]), unproject: ({ x, y }) => degreesAt(map, x, y), scale };
}

function bounds({ west, south, east, north }: Box): [number, number, number, number] {
  return [west, Math.max(south, -85), east < west ? east + 360 : east, Math.min(north, 85)];
}

function sightOf(map: Canvas): Box {
  const seen = map.getBounds();
  return { west: seen.getWest(), south: seen.getSouth(), east: seen.getEast(), north: seen.getNorth() };
}

function degreesAt(map: Canvas, x: number, y: number): { lat: number; lon: number } {
  const { lat, lng } = map.unproject([x, y]);
  return { lat, lon: lng };
}

function duration(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 300;
}
