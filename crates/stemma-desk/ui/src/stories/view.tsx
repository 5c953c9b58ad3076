/** Stories: pages that tell the same happenings, each with its family tree one step away. */
import { changed, go, href } from "../address";
import type { Stories } from "../api";
import type { View } from "../app";
import { listOf, ListHead, useWalk } from "../parts/lists";
import { useRows } from "../parts/listing";
import { More } from "../parts/more";
import { SortHead } from "../parts/sort";
import { Empty, Failed, Loading } from "../parts/states";
import { days, number } from "../parts/words";
import "../parts/lists.css";

const SORTS = { day: "Day", title: "Title", pages: "Pages", copies: "Copies", events: "Events" };
const FIELDS = ["q", "since", "until", "country", "outlet"] as const;

export default function StoriesView({ address: { query } }: View) {
  const list = useRows<Stories>(listOf("stories", query));
  const { data, rows } = list;
  const selected = query.get("sel");
  const select = (id: string) => go(href("stories", null, changed(query, { sel: id })), { replace: true });
  useWalk({ open: (id) => go(href("stories", id)), ids: rows.map(({ id }) => id), selected, select, more: list.more });
  return (
    <div class="list" aria-busy={list.isLoading}>
      <ListHead view="stories" noun={["story", "stories"]} query={query} answer={data} fields={FIELDS} sorts={SORTS} />
      {list.error && !data ? (
        <Failed error={list.error}>
          <a href={href("stories")}>Ask for all stories</a>
        </Failed>
      ) : !data ? (
        <Loading what="stories" />
      ) : rows.length === 0 ? (
        <Empty what={data.all === 0 ? "There are no stories yet." : "No story is like that."}>
          {data.all === 0 ? <a href={href("intake")}>Add pages</a> : <a href={href("stories")}>Clear all conditions</a>}
        </Empty>
      ) : (
        <>
          <div class="rows-box-sticky">
            <table class="rows rows-sticky list-table">
              <caption class="sr">Stories</caption>
              <thead>
                <tr>
                  <SortHead view="stories" query={query} sort="day" words="Days" />
                  <SortHead view="stories" query={query} sort="title" words="Story" />
                  <SortHead view="stories" query={query} sort="pages" words="Pages" isNumber />
                  <SortHead view="stories" query={query} sort="copies" words="Copies" isNumber />
                  <SortHead view="stories" query={query} sort="events" words="Events" isNumber />
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id} data-selected={row.id === selected}>
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
                ))}
              </tbody>
            </table>
          </div>
          {list.error && <Failed error={list.error} />}
          <More shown={rows.length} total={data.total} hasMore={list.hasMore} isLoading={list.isLoadingMore} more={list.more} />
        </>
      )}
    </div>
  );
}
