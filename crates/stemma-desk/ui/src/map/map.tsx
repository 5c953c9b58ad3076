/**
 * The events of a query on a map: a dot for each point with the number of its events, a square badge for a province or country, circles
 * of the real uncertainty, flags for who held a place on a day. All of it is also in a table, since a picture cannot be read by everybody.
 */
import { lazy, Suspense } from "preact/compat";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { go, href, useAddress } from "../address";
import type { Controls, EventRecord, Spots } from "../api";
import { conditions, narrowed } from "../events/asked";
import { useKeys } from "../keys";
import { Empty, Failed, Loading } from "../parts/states";
import { number } from "../parts/words";
import { CONTROLS, heldOn } from "../places/control";
import { useAnswer } from "../server";
import { DayOfControl } from "./dayofcontrol";
import { areaId, dotRadius, dots as dotsOf, sideBySide } from "./dots";
import { around, boxOf, degreesOf, holding, isInside, written, type Box } from "./geo";
import type { Handle } from "./handle";
import { Here, type Opened } from "./here";
import { Legend } from "./legend";
import { chosenDot, type Chosen, type Scene } from "./scene";
import { SpotTable } from "./spottable";
import "./map.css";

const MapCanvas = lazy(() => import("./canvas"));
const PlainMap = lazy(() => import("./plain"));

export interface EventsOf {
  /** The query of the address, with its conditions. */
  query: URLSearchParams;
  /** The id of the selected event. */
  selected: string | null;
  onSelect: (id: string | null) => void;
}

const WORLD: Box = { west: -170, south: -55, east: 175, north: 72 };

let canGlide: boolean | null = null;
/** MapLibre needs WebGL 2, which some machines and most remote screens lack. */
function hasWebgl(): boolean {
  canGlide ??= Boolean(document.createElement("canvas").getContext("webgl2"));
  return canGlide;
}

export default function EventsMap({ query, selected, onSelect }: EventsOf) {
  const { view, id, query: here } = useAddress();
  const { data: spots, error } = useAnswer<Spots>(`/events/spots.json?${conditions(query)}`);
  const { data: record } = useAnswer<EventRecord>(selected ? `/events/${encodeURIComponent(selected)}.json` : null);
  const { data: control } = useAnswer<Controls>(CONTROLS);
  const [handle, setHandle] = useState<Handle | null>(null);
  const [opened, open] = useState<Opened | null>(null);
  const [isDrawing, draw] = useState(false);
  const [day, setDay] = useState<string | null>(here.get("day"));
  const opener = useRef<Element | null>(null);

  // The slider moves before the address does, and goes back with it.
  useEffect(() => setDay(here.get("day")), [here.get("day")]);

  const dots = useMemo(() => dotsOf(spots?.spots ?? []), [spots]);
  const areas = useMemo(() => sideBySide(spots?.areas ?? []), [spots]);
  const held = useMemo(() => (day && control ? heldOn(control.rows, day) : []), [control, day]);
  const box = useMemo(() => boxOf(query.get("bbox")), [query.get("bbox")]);
  const row = selected && record?.row.id === selected ? record.row : null;

  const flags = useMemo(() => held.flatMap((of) => (of.lat === null || of.lon === null ? [] : [{ ...of, lat: of.lat, lon: of.lon }])), [held]);
  const chosen = useMemo<Chosen[]>(() => {
    const dot = opened?.what === "dot" ? dots.find((known) => known.id === opened.id) : undefined;
    const found = dot ? [chosenDot(dot)] : [];
    if (!row || row.lat === null || row.lon === null) return found;
    const { lat, lon, radius_km } = row;
    const isArea = row.precision === "unit" || row.precision === "country";
    const own = isArea ? undefined : dots.find((known) => known.lat === lat && known.lon === lon);
    return [...found, { lat, lon, radii_km: radius_km ? [radius_km] : [], radius: own ? dotRadius(own.events) + 4 : 20 }];
  }, [dots, row, opened]);
  const scene: Scene = { dots, areas, flags, chosen, box };

  const first = useMemo(() => holding([...dots, ...areas], 3), [dots, areas]);
  // An event that was selected before the map came is what the map was opened for; a box that was drawn is asked for more plainly.
  const sought = useRef(box ? null : selected);
  // Where another query has nothing in sight, the map goes to where it has something.
  useEffect(() => {
    if (!handle || !first) return;
    const sight = handle.sight();
    if (![...dots, ...areas].some((at) => isInside(at, sight))) handle.show(first);
  }, [handle, first]);
  useEffect(() => {
    if (!handle || !row || row.lat === null || row.lon === null) return;
    const at = { lat: row.lat, lon: row.lon };
    if (sought.current === row.id) {
      sought.current = null;
      return handle.show(around(at, degreesOf(row.radius_km)));
    }
    if (!isInside(at, handle.sight())) handle.to(at);
  }, [handle, row?.lat, row?.lon]);

  const ask = (changes: Record<string, string | null>) => go(href(view, id, narrowed(here, changes)));
  const onBox = (drawn: Box) => {
    draw(false);
    ask({ bbox: written(drawn) });
  };
  const openHere = useCallback((what: Opened) => {
    opener.current = document.activeElement;
    open(what);
  }, []);
  const onDot = useCallback(
    (of: string) => {
      const dot = dots.find((known) => known.id === of);
      if (dot?.events === 1 && dot.ids[0]) {
        open(null);
        onSelect(dot.ids[0]);
      } else openHere({ what: "dot", id: of });
    },
    [dots, onSelect],
  );
  const onArea = useCallback((of: string) => openHere({ what: "area", id: of }), []);
  const onFlag = useCallback((of: string) => openHere({ what: "flag", id: of }), []);
  const close = () => {
    open(null);
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
  };
  const takeSight = () => handle && onBox(handle.sight());

  useKeys([
    { key: "b", does: isDrawing ? "leave the box" : "draw a box on the map", run: () => draw(!isDrawing) },
    ...(isDrawing
      ? [
          { key: "Enter", does: "take what the map shows as the box", run: () => void takeSight() },
          { key: "Escape", does: "leave the box", run: () => draw(false) },
        ]
      : opened
        ? [{ key: "Escape", does: "close the list of the place", run: close }]
        : []),
  ]);

  if (error) return <Failed error={error} />;
  if (!spots) return <Loading what="the map" />;
  const Drawn = hasWebgl() ? MapCanvas : PlainMap;
  const hasNothing = dots.length === 0 && areas.length === 0;
  return (
    <section class="map" aria-label="Map of the events">
      <div class="map-tools">
        <span class="choices">
          <button type="button" class="button" aria-label="Closer" title="Closer" disabled={!handle} onClick={() => handle?.zoomBy(1)}>
            +
          </button>
          <button type="button" class="button" aria-label="Farther" title="Farther" disabled={!handle} onClick={() => handle?.zoomBy(-1)}>
            −
          </button>
        </span>
        <button type="button" class="button" disabled={!handle || !first} onClick={() => first && handle?.show(first)}>
          All events
        </button>
        <button type="button" class="button" disabled={!handle} onClick={() => handle?.show(WORLD)}>
          World
        </button>
        <button type="button" class="button" aria-pressed={isDrawing} disabled={!handle} onClick={() => draw(!isDrawing)} title="Draw a box (b)">
          Draw a box
        </button>
        {box && (
          <button type="button" class="button" onClick={() => ask({ bbox: null })}>
            Take the box off
          </button>
        )}
        <span class="map-counts">
          <Unplaced spots={spots} link={href(view, id, narrowed(here, { lacks: "place", view: null, bbox: null }))} />
        </span>
      </div>
      {isDrawing && (
        <p class="map-hint" role="status">
          Drag a box over the map. Or move the map and press <kbd>Enter</kbd> to take what is in sight:{" "}
          <button type="button" class="button" onClick={takeSight}>
            Take what is in sight
          </button>{" "}
          <kbd>Esc</kbd> leaves.
        </p>
      )}
      {hasNothing && (
        <Empty what="No event of this query has a place on the map.">
          {box && (
            <button type="button" class="button" onClick={() => ask({ bbox: null })}>
              Take the box off
            </button>
          )}
          {spots.unplaced > 0 && <a href={href(view, id, narrowed(here, { lacks: "place", view: null, bbox: null }))}>Show those without a place</a>}
        </Empty>
      )}
      <div class="map-stage">
        <Suspense fallback={<Loading what="the map" />}>
          <Drawn
            scene={scene}
            first={box ?? first ?? WORLD}
            isDrawing={isDrawing}
            onBox={onBox}
            onDot={onDot}
            onArea={onArea}
            onFlag={onFlag}
            onReady={setHandle}
          />
        </Suspense>
        {opened && (
          <Here
            key={`${opened.what} ${opened.id}`}
            opened={opened}
            query={query}
            dot={opened.what === "dot" ? (dots.find((known) => known.id === opened.id) ?? null) : null}
            area={opened.what === "area" ? (areas.find((known) => areaId(known) === opened.id) ?? null) : null}
            held={opened.what === "flag" ? (held.find(({ place }) => place === opened.id) ?? null) : null}
            selected={selected}
            onSelect={onSelect}
            onClose={close}
          />
        )}
      </div>
      <p class="map-source">Borders as Natural Earth draws them; no judgement. Circles are what the words leave open, in true kilometres.</p>
      {control && control.rows.length > 0 && (
        <DayOfControl
          rows={control.rows}
          day={day}
          unplaced={held.filter(({ lat }) => lat === null).map(({ place }) => place)}
          onSlide={setDay}
          onDay={(to) => go(href(view, id, withDay(here, to)), { replace: true })}
        />
      )}
      <Legend hasFlags={day !== null} />
      <SpotTable dots={dots} areas={areas} held={held} onDot={onDot} onArea={onArea} onFlag={onFlag} />
    </section>
  );
}

/** The selected event stays selected on another day. */
function withDay(query: URLSearchParams, day: string | null): URLSearchParams {
  const next = new URLSearchParams(query);
  if (day) next.set("day", day);
  else next.delete("day");
  return next;
}

function Unplaced({ spots, link }: { spots: Spots; link: string }) {
  const onMap = spots.total - spots.unplaced;
  return (
    <>
      {number(onMap)} of {number(spots.total)} events on the map
      {spots.unplaced > 0 && (
        <>
          {"; "}
          <a href={link}>
            {number(spots.unplaced)} {spots.unplaced === 1 ? "has" : "have"} no place
          </a>
        </>
      )}
    </>
  );
}
