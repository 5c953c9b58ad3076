/**
 * The events of a query along time: a row a place, a dot where the day is known, a bar over all possible days where it is not. The size
 * is that of the number of killed. What has no day is counted and one click away.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { href, useAddress } from "../address";
import type { Events } from "../api";
import { listPath, narrowed } from "../events/asked";
import { asked, ticks, type Stretch } from "../events/bars";
import { useKeys } from "../keys";
import { useRows } from "../parts/listing";
import { useRoom } from "../parts/room";
import { Empty, Failed, Loading } from "../parts/states";
import { count, country, days, number, told } from "../parts/words";
import type { EventsOf } from "./map";
import { laid, reachOf, rowsOf, stepped, usualBy, type By, type Placed, type Row } from "./rows";
import "./timeline.css";

/** Asked for at a time, and drawn without being asked for: more of them at once can be seen by nobody. */
const AT_ONCE = 500;
const MOST = 2_000;
/** Of a day, at most; and of the whole line. */
const WIDEST_DAY_PX = 40;
const WIDEST_PX = 24_000;
/** Below this the line scrolls, so that days stay apart on a narrow screen. */
const NARROWEST_PX = 560;

export default function Timeline({ query, selected, onSelect }: EventsOf) {
  const { view, id, query: here } = useAddress();
  const { data, rows: events, error, hasMore, isLoadingMore, more } = useRows<Events>(listPath(query, { sort: "day", limit: `${AT_ONCE}` }));
  const { ref, room } = useRoom<HTMLDivElement>();
  const [chosenBy, groupBy] = useState<By | null>(null);
  const [zoom, setZoom] = useState(1);
  const [focused, focus] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);

  const isComing = hasMore && events.length < MOST;
  useEffect(() => {
    if (isComing && !isLoadingMore) more();
  }, [isComing, isLoadingMore, events.length]);

  const by = chosenBy ?? usualBy(events);
  const rows = useMemo(() => rowsOf(events, by), [events, by]);
  const all = useMemo(() => {
    const reach = reachOf(rows);
    // The days that were asked for are shown whole, also where nothing happened.
    return reach && clipped(asked(here.get("since"), here.get("until"), reach), reach);
  }, [rows, here.get("since"), here.get("until")]);
  const names = room < 600 ? 104 : 150;
  const wide = Math.max(NARROWEST_PX, room - names - 2);
  const length = all ? all.to - all.from : 1;
  const widest = Math.max(1, Math.min(WIDEST_PX / wide, (WIDEST_DAY_PX * length) / wide));
  const width = Math.round(wide * Math.min(zoom, widest));

  // The middle of what is in sight stays there when it is looked at more closely.
  const closer = (by: number) => {
    const box = scroller.current;
    const next = Math.min(widest, Math.max(1, Math.min(zoom, widest) * by));
    if (!box || next === zoom) return;
    const half = (box.clientWidth - names) / 2;
    const middle = (box.scrollLeft + half) / width;
    setZoom(next);
    requestAnimationFrame(() => (box.scrollLeft = middle * wide * next - half));
  };

  const inTime = useMemo(() => rows.flatMap(({ marks }) => marks).sort((a, b) => a.from - b.from), [rows]);
  // What was selected elsewhere or by a key of the list comes into sight.
  useEffect(() => {
    if (selected) show(scroller.current, selected);
  }, [selected, rows, width]);
  useKeys([
    { key: "+", does: "look at days more closely", run: () => closer(2) },
    { key: "-", does: "look at more days", run: () => closer(0.5) },
  ]);

  // The room is measured from the beginning, so the frame is there before the events are.
  if (!data) {
    return (
      <section class="timeline" aria-label="Timeline of the events" ref={ref}>
        {error ? <Failed error={error} /> : <Loading what="the timeline" />}
      </section>
    );
  }
  const undated = href(view, id, narrowed(here, { lacks: "day", view: null }));
  // One mark can be reached by the tabulator, the others from it by arrow keys.
  const entry = inTime.find(({ row }) => row.id === (focused ?? selected))?.row.id ?? inTime[0]?.row.id ?? null;
  const onKey = (event: KeyboardEvent) => {
    if (!/^(Arrow|Home$|End$)/.test(event.key) || !(event.target as Element).closest("[data-mark]")) return;
    event.preventDefault();
    const next = stepped(rows, entry, event.key);
    focus(next);
    if (next) show(scroller.current, next)?.focus({ preventScroll: true });
  };
  return (
    <section class="timeline" aria-label="Timeline of the events" ref={ref}>
      <div class="timeline-tools">
        <span class="choices">
          <button type="button" class="button" aria-label="More closely" title="More closely (+)" disabled={zoom >= widest} onClick={() => closer(2)}>
            +
          </button>
          <button type="button" class="button" aria-label="More days" title="More days (−)" disabled={zoom <= 1} onClick={() => closer(0.5)}>
            −
          </button>
        </span>
        <span class="choices">
          {(["place", "country"] as const).map((name) => (
            <button key={name} type="button" class="button" aria-pressed={by === name} onClick={() => groupBy(name)}>
              By {name}
            </button>
          ))}
        </span>
        <span class="timeline-counts">
          {number(inTime.length)} of {number(data.total)} events drawn
          {isComing && ", more are coming"}
          {data.undated > 0 && (
            <>
              {"; "}
              <a href={undated}>
                {number(data.undated)} {data.undated === 1 ? "has" : "have"} no day
              </a>
            </>
          )}
        </span>
      </div>
      {!isComing && hasMore && (
        <p class="timeline-note">
          Only the first {number(events.length)} in order of time are drawn. Narrow the query, or{" "}
          <button type="button" class="button" disabled={isLoadingMore} onClick={more}>
            draw more
          </button>
        </p>
      )}
      {all ? (
        <div ref={scroller} class="timeline-box" onKeyDown={onKey}>
          <div class="timeline-grid" style={{ gridTemplateColumns: `${names}px ${width}px` }}>
            <Axis all={all} width={width} />
            {rows.map((row) => (
              <Line key={`${row.country} ${row.name}`} row={row} all={all} width={width} selected={selected} entry={entry} onSelect={onSelect} onFocus={focus} />
            ))}
          </div>
        </div>
      ) : (
        <Empty what="No event of this query has a day.">{data.undated > 0 && <a href={undated}>Show those without a day</a>}</Empty>
      )}
      <ul class="timeline-legend" aria-label="Signs of the timeline">
        <li>
          <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
            <circle class="timeline-mark-day" cx="6" cy="6" r="4" />
          </svg>
          on this day
        </li>
        <li>
          <svg viewBox="0 0 28 12" width="28" height="12" aria-hidden="true">
            <rect class="timeline-mark-days" x="1" y="2" width="26" height="8" rx="4" />
          </svg>
          on one or more of these days
        </li>
        <li>
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <circle class="timeline-mark-day" cx="12" cy="12" r="9" />
          </svg>
          more were killed
        </li>
      </ul>
    </section>
  );
}

/** Days that were asked for and that nothing reaches would squeeze all others. */
function clipped(wanted: Stretch | null, reach: Stretch): Stretch {
  if (!wanted) return reach;
  const length = reach.to - reach.from;
  return { from: Math.max(wanted.from, reach.from - length), to: Math.min(wanted.to, reach.to + length) };
}

function show(box: Element | null, id: string): SVGElement | null {
  const mark = box?.querySelector<SVGElement>(`[data-mark="${CSS.escape(id)}"]`) ?? null;
  mark?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return mark;
}

const AXIS_PX = 26;
const TICK_PX = 84;

function Axis({ all, width }: { all: Stretch; width: number }) {
  const marks = ticks(all, Math.max(2, Math.floor(width / TICK_PX)));
  return (
    <>
      <div class="timeline-corner" />
      <svg class="timeline-axis" width={width} height={AXIS_PX} aria-hidden="true">
        {marks.map(({ at, words }) => {
          const left = xOf(all, width)(at);
          return (
            <g key={at}>
              <path d={`M${left} ${AXIS_PX - 6}V${AXIS_PX}`} />
              <text x={left + 3} y={AXIS_PX - 9}>
                {words}
              </text>
            </g>
          );
        })}
      </svg>
    </>
  );
}

/** The largest mark has room at both ends. */
const MARGIN_PX = 20;

function xOf(all: Stretch, width: number): (day: number) => number {
  const scale = (width - 2 * MARGIN_PX) / Math.max(1, all.to - all.from);
  return (day) => MARGIN_PX + (day - all.from) * scale;
}

interface LineProps {
  row: Row;
  all: Stretch;
  width: number;
  selected: string | null;
  entry: string | null;
  onSelect: (id: string) => void;
  onFocus: (id: string) => void;
}

function Line({ row, all, width, selected, entry, onSelect, onFocus }: LineProps) {
  const { marks, height } = useMemo(() => laid(row.marks, xOf(all, width)), [row, all, width]);
  const grid = ticks(all, Math.max(2, Math.floor(width / TICK_PX)));
  const name = row.name === row.country ? country(row.name) : row.name;
  return (
    <>
      <div class="timeline-name">
        <bdi>{name}</bdi> <span>{number(row.marks.length)}</span>
      </div>
      <div class="timeline-line">
        <svg width={width} height={height} role="group" aria-label={`${name}: ${row.marks.length} events`}>
          {/* A long name makes a row higher than its marks; the box cuts off what is too long. */}
          <path class="timeline-ticks" d={grid.map(({ at }) => `M${xOf(all, width)(at).toFixed(1)} 0V${height + 40}`).join("")} />
          {marks.map((mark) => (
            <MarkOf
              key={mark.row.id}
              mark={mark}
              isSelected={mark.row.id === selected}
              isEntry={mark.row.id === entry}
              onSelect={onSelect}
              onFocus={onFocus}
            />
          ))}
        </svg>
      </div>
    </>
  );
}

function MarkOf({ mark, isSelected, isEntry, onSelect, onFocus }: { mark: Placed; isSelected: boolean; isEntry: boolean } & Pick<LineProps, "onSelect" | "onFocus">) {
  const { row, left, right, y, radius, isUncertain } = mark;
  const killed = count(row.killed_low, row.killed_best, row.killed_high);
  const words = [days(row.from, row.to), row.summary, killed && `${killed} killed`, told(row.articles, row.origins_min, row.origins_max)];
  const run = () => onSelect(row.id);
  return (
    <g
      class={isSelected ? "timeline-mark timeline-selected" : "timeline-mark"}
      data-mark={row.id}
      role="button"
      tabindex={isEntry ? 0 : -1}
      aria-pressed={isSelected}
      aria-label={words.filter(Boolean).join("; ")}
      onClick={run}
      onFocus={() => onFocus(row.id)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        run();
      }}
    >
      <title>{words.filter(Boolean).join("\n")}</title>
      {isUncertain ? (
        <rect class="timeline-mark-days" x={left} y={y - radius} width={right - left} height={2 * radius} rx={radius} />
      ) : (
        <circle class="timeline-mark-day" cx={left} cy={y} r={radius} />
      )}
      {/* What is small is still easily hit. */}
      <rect class="timeline-reach" x={left - 12} y={y - Math.max(radius, 6)} width={right - left + 24} height={2 * Math.max(radius, 6)} />
    </g>
  );
}
