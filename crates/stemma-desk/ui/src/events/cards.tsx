/** The events of a query as cards, for reading rather than comparing. */
import { Origins } from "../parts/capsules";
import { GradeMark, Marks, PlaceMark } from "../parts/marks";
import { count, days, where } from "../parts/words";
import { isOnRow, Name, type Rows } from "./table";

export function Cards({ rows, query, selected, onSelect }: Rows) {
  return (
    <ul class="events-cards">
      {rows.map((row) => {
        const killed = count(row.killed_low, row.killed_best, row.killed_high);
        return (
          <li
            key={row.id}
            class="events-card"
            data-selected={row.id === selected}
            onClick={(event) => isOnRow(event) && onSelect(row.id === selected ? null : row.id)}
          >
            <p class="events-card-head">
              <span class="events-day">{days(row.from, row.to) || "day unknown"}</span>
              <Marks row={row} />
            </p>
            <h2 class="events-card-name">
              <Name row={row} query={query} selected={selected} onSelect={onSelect} />
            </h2>
            <p class="events-where">
              <PlaceMark row={row} /> <bdi>{where(row)}</bdi>
            </p>
            <p class="events-card-foot">
              <Origins articles={row.articles} least={row.origins_min} most={row.origins_max} words />
              {killed && killed !== "0" && <strong>{killed} killed</strong>}
              <GradeMark grade={row.grade} />
            </p>
          </li>
        );
      })}
    </ul>
  );
}
