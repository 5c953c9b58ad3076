/** The slider of the day on which the map shows who held what. */
import type { Control } from "../api";
import { toDay, toNumber } from "../events/bars";
import { day as inWords } from "../parts/words";
import { reach } from "../places/control";

interface Props {
  rows: Control[];
  day: string | null;
  /** Places that somebody held on that day, and that have no point. */
  unplaced: string[];
  onSlide: (day: string) => void;
  /** Null takes the flags off. */
  onDay: (day: string | null) => void;
}

export function DayOfControl({ rows, day, unplaced, onSlide, onDay }: Props) {
  const told = reach(rows);
  if (!told) return null;
  const shown = day ?? told.to;
  const at = Math.min(Math.max(toNumber(shown), toNumber(told.from)), toNumber(told.to));
  return (
    <div class="map-control">
      <label class="map-switch">
        <input type="checkbox" checked={day !== null} onChange={(event) => onDay(event.currentTarget.checked ? told.to : null)} /> Who held what
      </label>
      {day !== null && (
        <>
          <label class="map-slider">
            <span class="sr">Day of control</span>
            <input
              type="range"
              min={toNumber(told.from)}
              max={toNumber(told.to)}
              value={at}
              aria-valuetext={inWords(toDay(at))}
              onInput={(event) => onSlide(toDay(Number(event.currentTarget.value)))}
              onChange={(event) => onDay(toDay(Number(event.currentTarget.value)))}
            />
          </label>
          <input
            type="date"
            class="field"
            aria-label="Day of control"
            min={told.from}
            max={told.to}
            value={toDay(at)}
            onChange={(event) => event.currentTarget.value && onDay(event.currentTarget.value)}
          />
          <span class="map-said">
            as cited words tell it for {inWords(toDay(at))}
            {unplaced.length > 0 && <>; without a point: {unplaced.join(", ")}</>}
          </span>
        </>
      )}
    </div>
  );
}
