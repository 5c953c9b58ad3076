/** The events of a query in rows. Heads put them in order, a row selects its event. */
import { changed, go, href } from "../address";
import type { EventRow } from "../api";
import { deed } from "../parts/deed";
import { GradeMark, Marks, PlaceMark } from "../parts/marks";
import { Origins } from "../parts/capsules";
import { SortHead } from "../parts/sort";
import { count, days, where } from "../parts/words";

/** What events can be put in order by. */
export const SORTS: Record<string, string> = {
  day: "day",
  kind: "kind",
  place: "place",
  country: "country",
  killed: "killed",
  origins: "origins",
  articles: "articles",
  grade: "grade",
  confidence: "confidence",
};

export interface Rows {
  rows: EventRow[];
  query: URLSearchParams;
  selected: string | null;
  onSelect: (id: string | null) => void;
}

/** The address in which an event is selected: what a row leads to. */
export function selecting(query: URLSearchParams, id: string): string {
  return href("events", null, changed(query, { sel: id }));
}

/** A press on the row or card itself selects; on a link in it, or while words are marked, it does not. */
export function isOnRow(event: MouseEvent): boolean {
  const target = event.target as Element | null;
  return !target?.closest("a, button") && !getSelection()?.toString();
}

export function Table({ rows, query, selected, onSelect }: Rows) {
  return (
    <div class="rows-box" role="region" aria-label="Events" tabIndex={0}>
      <table class="rows events-table">
        <caption class="sr">Events of the query</caption>
        <thead>
          <tr>
            <SortHead view="events" query={query} sort="day" words="Day" />
            <SortHead view="events" query={query} sort="kind" words="What happened" />
            <SortHead view="events" query={query} sort="place" words="Where" />
            <SortHead view="events" query={query} sort="killed" words="Killed" isNumber />
            <SortHead view="events" query={query} sort="origins" words="Origins" />
            <SortHead view="events" query={query} sort="grade" words="Grade" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              data-selected={row.id === selected}
              onClick={(event) => isOnRow(event) && onSelect(row.id === selected ? null : row.id)}
              onDblClick={() => go(href("events", row.id))}
            >
              <td class="events-day">{days(row.from, row.to) || <span class="events-unknown">day unknown</span>}</td>
              <th scope="row">
                <Name row={row} query={query} selected={selected} onSelect={onSelect} /> <Marks row={row} />
              </th>
              <td>
                <span class="events-where">
                  <PlaceMark row={row} />
                  <bdi class={row.precision === "none" ? "events-unknown" : undefined}>{where(row)}</bdi>
                </span>
              </td>
              <td class="number">{count(row.killed_low, row.killed_best, row.killed_high)}</td>
              <td class="events-origins">
                <Origins articles={row.articles} least={row.origins_min} most={row.origins_max} />
              </td>
              <td>
                <GradeMark grade={row.grade} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What happened, as a link that selects the event without leaving a step behind. */
export function Name({ row, query, selected, onSelect }: { row: EventRow } & Omit<Rows, "rows">) {
  return (
    <a
      class="events-name"
      href={selecting(query, row.id)}
      aria-current={row.id === selected ? "true" : undefined}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onSelect(row.id);
      }}
    >
      <bdi dir="auto">{deed(row)}</bdi>
    </a>
  );
}
