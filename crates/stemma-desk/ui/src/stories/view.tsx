/** Stories: pages that tell the same happenings, each with its family tree one step away. */
import { href } from "../address";
import type { Stories } from "../api";
import type { View } from "../app";
import { listOf, ListView } from "../parts/lists";
import { useRows } from "../parts/listing";
import { SortHead } from "../parts/sort";
import { days, number } from "../parts/words";

const SORTS = { day: "Day", title: "Title", pages: "Pages", copies: "Copies", events: "Events" };
const FIELDS = ["q", "since", "until", "country", "outlet"] as const;

export default function StoriesView({ address: { query } }: View) {
  const list = useRows<Stories>(listOf("stories", query));
  return (
    <div class="list" aria-busy={list.isLoading}>
      <ListView
        view="stories"
        noun={["story", "stories"]}
        query={query}
        list={list}
        fields={FIELDS}
        sorts={SORTS}
        caption="Stories"
        note="A copy is a page that very likely has its words from another page that was collected."
        heads={
          <>
            <SortHead view="stories" query={query} sort="day" words="Days" />
            <SortHead view="stories" query={query} sort="title" words="Story" />
            <SortHead view="stories" query={query} sort="pages" words="Pages" isNumber />
            <SortHead view="stories" query={query} sort="copies" words="Copies" isNumber />
            <SortHead view="stories" query={query} sort="events" words="Events" isNumber />
          </>
        }
        id={({ id }) => id}
        to={({ id }) => href("stories", id)}
        row={(row, isSelected) => (
          <tr key={row.id} data-selected={isSelected}>
            <td class="list-days">{days(row.from, row.to) || "day unknown"}</td>
            <th scope="row">
              <a class="list-name" href={href("stories", row.id)}>
                <bdi dir="auto">{row.title || row.id}</bdi>
              </a>
            </th>
            <td class="number" data-of={row.pages === 1 ? "page" : "pages"}>
              {number(row.pages)}
            </td>
            <td class="number" data-of={row.copies === 1 ? "copy" : "copies"}>
              {row.copies > 0 ? number(row.copies) : <span class="list-none">no</span>}
            </td>
            <td class="number" data-of={row.events === 1 ? "event" : "events"}>
              {row.events > 0 ? <a href={href("events", null, { story: row.id, told: "any" })}>{number(row.events)}</a> : "0"}
            </td>
          </tr>
        )}
      />
    </div>
  );
}
