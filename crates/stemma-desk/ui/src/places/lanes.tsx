/**
 * Control of a place over time: a lane a holder, a bar for the days that cited words tell of. Where words do not say when it began or
 * ended, the bar ends in a broken line: nothing is known beyond it. Each bar leads to its words.
 */
import { href } from "../address";
import type { Control } from "../api";
import { ticks, toNumber, type Stretch } from "../events/bars";
import { useRoom } from "../parts/room";
import { firstFit } from "../map/rows";
import { lanes, reach, STATUS, type Bar, type HeldPlace, type Lane } from "./control";
import { when } from "./said";
import "./lanes.css";

const LANE_PX = 26;
const BAR_PX = 12;
/** How far a broken line goes on: it says that nobody knows, and no longer than that. */
const OPEN_PX = 22;
const AXIS_PX = 22;
const TICK_PX = 80;
/** Words about one day have no length; they are still to be seen. */
const LEAST_PX = 8;

export function Lanes({ rows, isLinked = false }: { rows: Control[]; isLinked?: boolean }) {
  const { ref, room } = useRoom<HTMLDivElement>();
  const told = reach(rows);
  const names = room > 560 ? 176 : 112;
  const width = Math.max(120, room - names);
  const all = told && widened({ from: toNumber(told.from), to: toNumber(told.to) + 1 });
  return (
    <div ref={ref} class="lanes" style={{ "--lanes-names": `${names}px` }}>
      {all && room > 0 && <Axis all={all} width={width} />}
      {lanes(rows).map((place) => (
        <PlaceLanes key={place.place} place={place} all={all} width={width} isLinked={isLinked} />
      ))}
    </div>
  );
}

/** Words about one day would fill the whole line, and seem to be about all of it. */
const LEAST_DAYS = 90;

function widened({ from, to }: Stretch): Stretch {
  const more = Math.ceil(Math.max(0, LEAST_DAYS - (to - from)) / 2);
  return { from: from - more, to: to + more };
}

/** Broken lines have room at both ends. */
function xOf(all: Stretch, width: number): (day: number) => number {
  const scale = (width - 2 * OPEN_PX - LEAST_PX) / Math.max(1, all.to - all.from);
  return (day) => OPEN_PX + (day - all.from) * scale;
}

function Axis({ all, width }: { all: Stretch; width: number }) {
  const x = xOf(all, width);
  return (
    <svg class="lanes-axis" width={width} height={AXIS_PX} aria-hidden="true">
      {ticks(all, Math.max(2, Math.floor(width / TICK_PX))).map(({ at, words }) => (
        <g key={at}>
          <path d={`M${x(at)} ${AXIS_PX - 5}V${AXIS_PX}`} />
          <text x={x(at)} y={AXIS_PX - 8}>
            {words}
          </text>
        </g>
      ))}
    </svg>
  );
}

function PlaceLanes({ place: { place, lanes: holders }, all, width, isLinked }: { place: HeldPlace; all: Stretch | null; width: number; isLinked: boolean }) {
  return (
    <section class="lanes-place" aria-label={`Who held ${place}`}>
      {isLinked && (
        <h3>
          <a href={href("places", null, { place })}>
            <bdi>{place}</bdi>
          </a>
        </h3>
      )}
      <ul>
        {holders.map((lane) => (
          <li key={lane.holder}>
            <span class="lanes-holder">
              <bdi>{lane.holder}</bdi>
            </span>
            <LaneOf place={place} lane={lane} all={all} width={width} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LaneOf({ place, lane, all, width }: { place: string; lane: Lane; all: Stretch | null; width: number }) {
  if (!all || lane.bars.length === 0) return <span class="lanes-undated">on a day that no words tell</span>;
  const x = xOf(all, width);
  const placed = lane.bars.map((bar) => extent(bar, x));
  // Words about the same days stand below each other, so that each can be read and reached.
  const below = firstFit(placed.map(({ left, right, before, after }) => ({ start: left - before, end: right + after })));
  const height = LANE_PX * (Math.max(...below) + 1);
  return (
    <svg width={width} height={height} role="group" aria-label={`${lane.holder} in ${place}`}>
      <path class="lanes-ticks" d={ticks(all, Math.max(2, Math.floor(width / TICK_PX))).map(({ at }) => `M${x(at)} 0V${height}`).join("")} />
      {placed.map((bar, at) => (
        <BarOf key={at} drawn={bar} holder={lane.holder} place={place} middle={LANE_PX * (below[at]! + 0.5)} />
      ))}
    </svg>
  );
}

interface Drawn {
  bar: Bar;
  left: number;
  right: number;
  /** How far broken lines go on at both ends. */
  before: number;
  after: number;
}

const CROSS_PX = 6;

function extent(bar: Bar, x: (day: number) => number): Drawn {
  const left = x(toNumber(bar.from));
  if (bar.said.status === "lost") return { bar, left, right: left, before: CROSS_PX, after: CROSS_PX };
  const right = Math.max(left + LEAST_PX, x(toNumber(bar.until) + 1));
  return { bar, left, right, before: bar.isOpenBefore ? OPEN_PX : 0, after: bar.isOpenAfter ? OPEN_PX : 0 };
}

function BarOf({ drawn: { bar, left, right, before, after }, holder, place, middle }: { drawn: Drawn; holder: string; place: string; middle: number }) {
  const { said } = bar;
  const [quote] = said.mentions;
  const words = `${holder}: ${STATUS[said.status]}, ${when(said)}`;
  const sign =
    said.status === "lost" ? (
      <path class="lanes-lost" d={`M${left - CROSS_PX} ${middle - CROSS_PX}l${2 * CROSS_PX} ${2 * CROSS_PX}m0 ${-2 * CROSS_PX}l${-2 * CROSS_PX} ${2 * CROSS_PX}`} />
    ) : (
      <>
        {before > 0 && <path class="lanes-open" d={`M${left} ${middle}H${left - before}`} />}
        {after > 0 && <path class="lanes-open" d={`M${right} ${middle}H${right + after}`} />}
        {said.status === "besieged" && <rect class="lanes-bar lanes-around" x={left - 3} y={middle - BAR_PX / 2 - 3} width={right - left + 6} height={BAR_PX + 6} />}
        <rect class={`lanes-bar lanes-${said.status}`} x={left} y={middle - BAR_PX / 2} width={right - left} height={BAR_PX} />
        {said.status === "partly_held" && <rect class="lanes-half" x={left} y={middle} width={right - left} height={BAR_PX / 2} />}
      </>
    );
  const whole = (
    <>
      <title>{quote ? `${words}\n“${quote.quote}”` : words}</title>
      <rect class="lanes-reach" x={left - 8} y={middle - LANE_PX / 2 + 1} width={right - left + 16} height={LANE_PX - 2} />
      {sign}
    </>
  );
  if (!quote) return <g>{whole}</g>;
  return (
    <a href={href("pages", quote.doc, { at: `${quote.start}-${quote.end}` })} aria-label={`${place}; ${words}; to the words`}>
      {whole}
    </a>
  );
}

/** What the bars mean. */
export function LanesLegend() {
  return (
    <ul class="lanes-legend" aria-label="Signs of control over time">
      {(["held", "partly_held", "claimed", "contested", "besieged", "lost"] as const).map((status) => (
        <li key={status}>
          <svg width="30" height="20" viewBox="0 0 30 20" aria-hidden="true">
            {status === "lost" ? (
              <path class="lanes-lost" d="M10 5l10 10m0 -10l-10 10" />
            ) : (
              <>
                {status === "besieged" && <rect class="lanes-bar lanes-around" x="1" y="1" width="28" height="18" />}
                <rect class={`lanes-bar lanes-${status}`} x="4" y="4" width="22" height="12" />
                {status === "partly_held" && <rect class="lanes-half" x="4" y="10" width="22" height="6" />}
              </>
            )}
          </svg>
          {STATUS[status]}
        </li>
      ))}
      <li>
        <svg width="30" height="20" viewBox="0 0 30 20" aria-hidden="true">
          <path class="lanes-open" d="M2 10H28" />
        </svg>
        not said when it began or ended
      </li>
    </ul>
  );
}
