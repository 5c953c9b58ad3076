/** Pages that were collected: who published what when, and how many events each tells. */
import { href } from "../address";
import type { Pages } from "../api";
import type { View } from "../app";
import { listOf, ListView } from "../parts/lists";
import { useRows } from "../parts/listing";
import { SortHead } from "../parts/sort";
import { days, number } from "../parts/words";

const SORTS = { day: "Day", title: "Title", outlet: "Outlet", events: "Events" };
const FIELDS = ["q", "since", "until", "country", "outlet"] as const;

export default function PagesView({ address: { query } }: View) {
  const list = useRows<Pages>(listOf("pages", query));
  return (
    <div class="list" aria-busy={list.isLoading}>
      <ListView
        view="pages"
        noun={["page", "pages"]}
        query={query}
        list={list}
        fields={FIELDS}
        sorts={SORTS}
        caption="Pages"
        heads={
          <>
            <SortHead view="pages" query={query} sort="day" words="Published" />
            <SortHead view="pages" query={query} sort="outlet" words="Outlet" />
            <SortHead view="pages" query={query} sort="title" words="Title" />
            <th scope="col">By</th>
            <SortHead view="pages" query={query} sort="events" words="Events" isNumber />
            <th scope="col">Story</th>
          </>
        }
        id={({ id }) => id}
        to={({ id }) => href("pages", id)}
        row={(row, isSelected) => (
          <tr key={row.id} data-selected={isSelected}>
            <td class="list-days">{days(row.from, row.to) || <span class="list-none">unknown</span>}</td>
            <td>{row.outlet ? <bdi>{row.outlet}</bdi> : <span class="list-none">unknown</span>}</td>
            <th scope="row">
              <a class="list-name" href={href("pages", row.id)}>
                <bdi dir="auto">{row.title || row.path || row.id}</bdi>
              </a>
              {row.language && row.language !== "en" && <span class="list-none"> ({row.language})</span>}
            </th>
            <td>{row.byline && <bdi>{row.byline}</bdi>}</td>
            <td class="number" data-of={row.events === 1 ? "event" : "events"}>
              {number(row.events)}
            </td>
            <td>{row.story && <a href={href("stories", row.story)}>family tree</a>}</td>
          </tr>
        )}
      />
    </div>
  );
}
