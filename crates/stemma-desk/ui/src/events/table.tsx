/** The events of a query in rows. Heads put them in order, a row selects its event. */
import { memo } from "preact/compat";
import { useCallback, useRef } from "preact/hooks";
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

/** What a row needs: all of it stays the same while another row is selected, so that only two rows are drawn anew. */
export interface OneRow {
  row: EventRow;
  /** The query without the selected event, as it is written. */
  asked: string;
  isSelected: boolean;
  onSelect: (id: string | null) => void;
}

export function useRowsOf({ rows, query, selected, onSelect }: Rows): OneRow[] {
  const latest = useRef(onSelect);
  latest.current = onSelect;
  const select = useCallback((id: string | null) => latest.current(id), []);
  const asked = changed(query, { sel: null }).toString();
  return rows.map((row) => ({ row, asked, isSelected: row.id === selected, onSelect: select }));
}

/** A press on the row or card itself selects; on a link in it, or while words are marked, it does not. */
export function isOnRow(event: MouseEvent): boolean {
  const target = event.target as Element | null;
  return !target?.closest("a, button") && !getSelection()?.toString();
}

export function Table(of: Rows) {
  const { query } = of;
  return (
    <table class="rows rows-sticky events-table">
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
        {useRowsOf(of).map((one) => (
          <Row key={one.row.id} {...one} />
        ))}
      </tbody>
    </table>
  );
}

const Row = memo(function Row(one: OneRow) {
  const { row, isSelected, onSelect } = one;
  return (
    <tr
      data-selected={isSelected}
      onClick={(event: MouseEvent) => isOnRow(event) && onSelect(isSelected ? null : row.id)}
      onDblClick={() => go(href("events", row.id))}
    >
      <td class="events-day">{days(row.from, row.to) || <span class="events-unknown">day unknown</span>}</td>
      <th scope="row">
        <Name {...one} /> <Marks row={row} />
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
  );
});

/** What happened, as a link that selects the event without leaving a step behind; that of the selected one opens it. */
export function Name({ row, asked, isSelected, onSelect }: OneRow) {
  return (
    <a
      class="events-name"
      href={href("events", null, changed(new URLSearchParams(asked), { sel: row.id }))}
      aria-current={isSelected ? "true" : undefined}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        if (isSelected) go(href("events", row.id));
        else onSelect(row.id);
      }}
    >
      <bdi dir="auto">{deed(row)}</bdi>
    </a>
  );
}
