/** The list that opens at a dot, a badge or a flag: its events, or the words about who holds the place. */
import { useEffect, useRef } from "preact/hooks";
import { href } from "../address";
import type { Area, EventRow, Events } from "../api";
import { conditions, narrowed } from "../events/asked";
import { Marks, PRECISION } from "../parts/marks";
import { Failed, Loading } from "../parts/states";
import { count, days, number, told } from "../parts/words";
import { SaidOfHolders } from "../places/said";
import type { Held } from "../places/control";
import { useAnswer } from "../server";
import type { Dot } from "./dots";
import { around, written } from "./geo";

export interface Opened {
  what: "dot" | "area" | "flag";
  id: string;
}

interface HereProps {
  opened: Opened;
  query: URLSearchParams;
  dot: Dot | null;
  area: Area | null;
  held: Held | null;
  selected: string | null;
  onSelect: (id: string) => void;
  onClose: () => void;
}

/** More than these are looked at in the table. */
const MOST = 100;
const DECIMALS = 5;

export function Here({ query, dot, area, held, selected, onSelect, onClose }: HereProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const at = dot ?? area;
  const name = dot?.place ?? area?.name ?? held?.place ?? "";
  // The query may have left nothing at the place whose list was open.
  if (!at && !held) return null;
  return (
    <section class="map-here" aria-label={name}>
      <header>
        <h2 ref={heading} tabindex={-1}>
          <bdi>{name}</bdi>
        </h2>
        <button type="button" class="button map-close" aria-label="Close the list" onClick={onClose}>
          ×
        </button>
      </header>
      {at && <EventsAt query={query} at={at} area={area} dot={dot} selected={selected} onSelect={onSelect} />}
      {held && (
        <>
          <SaidOfHolders said={held.holders} />
          <p>
            <a href={href("places", null, { place: held.place })}>Control over time</a>
          </p>
        </>
      )}
    </section>
  );
}

function EventsAt({ query, at, area, dot, selected, onSelect }: Pick<HereProps, "query" | "area" | "dot" | "selected" | "onSelect"> & { at: Dot | Area }) {
  // The events of a land may have points a little apart.
  const box = written(around(at, area ? 0.01 : undefined), DECIMALS);
  const asked = conditions(query);
  asked.set("bbox", box);
  asked.set("limit", `${MOST}`);
  const { data, error } = useAnswer<Events>(`/events.json?${asked}`);
  const rows = data?.rows.filter((row) => isOf(row, area));
  return (
    <>
      <p class="map-known">
        {number(at.events)} {at.events === 1 ? "event" : "events"}
        {at.killed > 0 && <>, {number(at.killed)} killed</>}
        {dot && <Known dot={dot} />}
        {area && <>; only the {area.level === "unit" ? "province" : "country"} is known</>}
      </p>
      {error && <Failed error={error} />}
      {!rows && !error && <Loading what="its events" />}
      {rows && (
        <ol class="map-events">
          {rows.map((row) => (
            <li key={row.id}>
              <button type="button" aria-current={row.id === selected ? "true" : undefined} onClick={() => onSelect(row.id)}>
                <span class="map-day">{days(row.from, row.to) || "day unknown"}</span>
                <bdi dir="auto">{row.summary}</bdi> <Marks row={row} />
                <span class="map-facts">
                  {!area && <>{PRECISION[row.precision]}; </>}
                  {killed(row)}
                  {told(row.articles, row.origins_min, row.origins_max)}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
      {!area && (
        <p>
          <a href={href("events", null, narrowed(query, { bbox: box, view: null }))}>{at.events > MOST ? `All ${number(at.events)} as a table` : "As a table"}</a>
        </p>
      )}
    </>
  );
}

function isOf(row: EventRow, area: Area | null): boolean {
  const isArea = row.precision === "unit" || row.precision === "country";
  return area ? row.precision === area.level : !isArea;
}

function Known({ dot }: { dot: Dot }) {
  const [widest] = dot.radii_km;
  if (!widest) return null;
  const narrowest = dot.radii_km.at(-1)!;
  return <>; within {narrowest === widest ? km(widest) : `${km(narrowest)} to ${km(widest)}`} km</>;
}

export function km(radius: number): string {
  return number(radius < 10 ? Math.round(radius * 10) / 10 : Math.round(radius));
}

function killed(row: EventRow): string {
  const said = count(row.killed_low, row.killed_best, row.killed_high);
  return said && said !== "0" ? `${said} killed; ` : "";
}
