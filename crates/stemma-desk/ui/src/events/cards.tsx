/** The events of a query as cards, for reading rather than comparing. */
import { memo } from "preact/compat";
import { Origins } from "../parts/capsules";
import { GradeMark, Marks, PlaceMark } from "../parts/marks";
import { count, days, where } from "../parts/words";
import { isOnRow, Name, useRowsOf, type OneRow, type Rows } from "./table";

export function Cards(of: Rows) {
  return (
    <ul class="events-cards">
      {useRowsOf(of).map((one) => (
        <Card key={one.row.id} {...one} />
      ))}
    </ul>
  );
}

const Card = memo(function Card(one: OneRow) {
  const { row, isSelected, onSelect } = one;
  const killed = count(row.killed_low, row.killed_best, row.killed_high);
  return (
    <li class="events-card" data-selected={isSelected} onClick={(event: MouseEvent) => isOnRow(event) && onSelect(isSelected ? null : row.id)}>
      <p class="events-card-head">
        <span class="events-day">{days(row.from, row.to) || "day unknown"}</span>
        <Marks row={row} />
      </p>
      <h2 class="events-card-name">
        <Name {...one} />
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
});
