/**
 * The events of the query by day, as bars over which a stretch of days can be drawn: with the mouse, a finger, or the arrow keys on its two
 * ends. Bars are those of all days, so that the stretch can be made wider as well.
 */
import { useRef, useState } from "preact/hooks";
import type { Histogram } from "../api";
import { Legend } from "../parts/marks";
import { useRoom } from "../parts/room";
import { day, days, number } from "../parts/words";
import { asked, bars, brushed, reach, stepped, ticks, toDay, unitEnd, unitStart, type Stretch } from "./bars";

const HEIGHT = 56;
const SCALE = 18;
/** Drawn as if it were at least so wide, before it is known. */
const NARROW = 40;
/** A finger that moved less than this pressed a bar and drew no stretch. */
const STILL_PX = 4;
const NARROWEST_PX = 1.5;
/** About as wide as a letter of the scale. */
const LETTER_PX = 8;

interface Asking {
  histogram: Histogram | null;
  since: string | null;
  until: string | null;
  ask: (changes: { since: string | null; until: string | null }, how?: { replace?: boolean }) => void;
}

export function Brush({ histogram, since, until, ask }: Asking) {
  const { ref: box, room } = useRoom<HTMLDivElement>();
  const width = Math.max(room, NARROW);
  const [drawn, draw] = useState<Stretch | null>(null);
  const begun = useRef<{ x: number; day: number } | null>(null);
  const all = histogram ? bars(histogram) : [];
  const whole = reach(all);
  const unit = histogram?.unit ?? "day";
  if (!whole || !histogram) 
    return (
      <div class="events-brush events-brush-empty">
        <div ref={box} />
      </div>
    );

  const days = whole.to - whole.from;
  const x = (at: number) => ((Math.min(Math.max(at, whole.from), whole.to) - whole.from) / days) * width;
  // A round day so near the end that its words would be cut off has none.
  const scale = ticks(whole, Math.max(Math.floor(width / 64), 2)).filter(({ at, words }) => x(at) + words.length * LETTER_PX < width);
  const most = all.reduce((most, { count }) => Math.max(most, count), 1);
  const chosen = drawn ?? asked(since, until, whole);
  const dayAt = (event: PointerEvent) => {
    const bounds = box.current?.getBoundingClientRect();
    return whole.from + Math.floor(((event.clientX - (bounds?.left ?? 0)) / Math.max(bounds?.width ?? 1, 1)) * days);
  };
  const put = (from: number, to: number, how?: { replace?: boolean }) => ask(brushed(from, to, unit, whole), how);

  function down(event: PointerEvent): void {
    if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    begun.current = { x: event.clientX, day: dayAt(event) };
  }
  function move(event: PointerEvent): void {
    if (!begun.current || Math.abs(event.clientX - begun.current.x) < STILL_PX) return;
    const { since, until } = brushed(begun.current.day, dayAt(event), unit, whole!);
    draw(asked(since, until, whole!) ?? whole);
  }
  function up(event: PointerEvent): void {
    const start = begun.current;
    begun.current = null;
    draw(null);
    if (!start) return;
    put(start.day, Math.abs(event.clientX - start.x) < STILL_PX ? start.day : dayAt(event));
  }
  function off(): void {
    begun.current = null;
    draw(null);
  }

  return (
    <div class="events-brush">
      <div ref={box} class="events-brush-box" onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={off}>
        <svg width={width} height={HEIGHT + SCALE} role="img" aria-label={described(histogram, whole, all.reduce((sum, bar) => sum + bar.count, 0))}>
          {chosen && <rect class="events-brush-chosen" x={x(chosen.from)} y={0} width={Math.max(x(chosen.to) - x(chosen.from), NARROWEST_PX)} height={HEIGHT} />}
          {all.map((bar) => {
            const height = Math.max((bar.count / most) * (HEIGHT - 4), 1.5);
            const wide = x(bar.to) - x(bar.from);
            const isIn = !chosen || (bar.from >= chosen.from && bar.to <= chosen.to);
            return (
              <rect
                key={bar.from}
                class={isIn ? "events-bar" : "events-bar events-bar-out"}
                x={x(bar.from)}
                y={HEIGHT - height}
                width={Math.max(wide - (wide > 4 ? 1 : 0), NARROWEST_PX)}
                height={height}
              >
                <title>{`${named(bar.from, unit)}: ${number(bar.count)} ${bar.count === 1 ? "event" : "events"}${bar.killed ? `, ${number(bar.killed)} killed` : ""}`}</title>
              </rect>
            );
          })}
          <line class="events-axis" x1={0} x2={width} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
          {scale.map(({ at, words }) => (
            <g key={at} transform={`translate(${x(at)} 0)`}>
              <line class="events-axis" y1={HEIGHT} y2={HEIGHT + 4} />
              <text class="events-tick" x={2} y={HEIGHT + 14}>
                {words}
              </text>
            </g>
          ))}
        </svg>
        <End side="since" stretch={chosen ?? whole} whole={whole} unit={unit} x={x} put={put} />
        <End side="until" stretch={chosen ?? whole} whole={whole} unit={unit} x={x} put={put} />
      </div>
      <div class="events-brush-words">
        {chosen ? (
          <>
            <span>
              {day(toDay(chosen.from))} – {day(toDay(chosen.to - 1))}
            </span>{" "}
            <button type="button" class="events-whole" onClick={() => ask({ since: null, until: null })}>
              All days
            </button>
          </>
        ) : (
          <span class="events-hint">Events by {unit}. Draw over the bars to choose days.</span>
        )}
        <Legend />
      </div>
    </div>
  );
}

/** One end of the stretch: arrow keys move it by a unit, Home and End to where there is nothing further. */
function End({ side, stretch, whole, unit, x, put }: {
  side: "since" | "until";
  stretch: Stretch;
  whole: Stretch;
  unit: Histogram["unit"];
  x: (at: number) => number;
  put: (from: number, to: number, how?: { replace?: boolean }) => void;
}) {
  const last = stretch.to - 1;
  const now = side === "since" ? stretch.from : last;
  const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -6, PageUp: 6 };
  function press(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const goal = event.key === "Home" ? whole.from : event.key === "End" ? whole.to - 1 : step ? stepped(now, unit, step) : null;
    if (goal === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (side === "since") put(Math.min(goal, unitStart(last, unit)), last, { replace: true });
    else put(stretch.from, Math.max(unitEnd(unitStart(goal, unit), unit) - 1, stretch.from), { replace: true });
  }
  return (
    <div
      class={`events-end events-end-${side}`}
      style={{ left: `${x(side === "since" ? stretch.from : stretch.to)}px`, height: `${HEIGHT}px` }}
      role="slider"
      tabIndex={0}
      aria-label={side === "since" ? "First day" : "Last day"}
      aria-valuemin={whole.from}
      aria-valuemax={whole.to - 1}
      aria-valuenow={now}
      aria-valuetext={day(toDay(now))}
      onKeyDown={press}
    />
  );
}

function named(from: number, unit: Histogram["unit"]): string {
  return days(toDay(from), toDay(unitEnd(from, unit) - 1));
}

function described(histogram: Histogram, whole: Stretch, total: number): string {
  return `${number(total)} events by ${histogram.unit}, from ${day(toDay(whole.from))} to ${day(toDay(whole.to - 1))}`;
}
