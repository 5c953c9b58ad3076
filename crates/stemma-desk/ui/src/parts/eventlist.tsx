/** Events in a compact list, each a link: for pages, stories, places, sources and the search. */
import { href } from "../address";
import type { EventRow } from "../api";
import { deed } from "./deed";
import { Marks, PlaceMark } from "./marks";
import { count, days, told, where } from "./words";
import "./eventlist.css";

/** `label` names the list to those who only hear it; `current` is the id of the one that is open. */
export function EventList({ rows, label, current }: { rows: EventRow[]; label: string; current?: string }) {
  return (
    <ul class="eventlist" aria-label={label}>
      {rows.map((row) => (
        <li key={row.id} class="eventlist-row">
          <span class="eventlist-day">{days(row.from, row.to) || "day unknown"}</span>
          <span class="eventlist-what">
            <a href={href("events", row.id)} aria-current={row.id === current ? "true" : undefined}>
              <bdi dir="auto">{deed(row)}</bdi>
            </a>{" "}
            <Marks row={row} />
          </span>
          <span class="eventlist-facts">
            <PlaceMark row={row} /> <bdi>{where(row)}</bdi>
            <Killed row={row} /> · {told(row.articles, row.origins_min, row.origins_max)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Killed({ row }: { row: EventRow }) {
  const killed = count(row.killed_low, row.killed_best, row.killed_high);
  return killed && killed !== "0" ? <> · {killed} killed</> : null;
}
