/** Pages with the words asked for, the sentence and the words in it marked; and the events, places and actors that are called so. */
import { changed, go, href } from "../address";
import type { ActorRow, Hit, PlaceRow, Search } from "../api";
import type { View } from "../app";
import { useKeys } from "../keys";
import { EventList } from "../parts/eventlist";
import { useRows } from "../parts/listing";
import { listOf, useWalk } from "../parts/lists";
import { More } from "../parts/more";
import { pieces, Slices } from "../parts/spans";
import { Empty, Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { country, days, number } from "../parts/words";
import "./search.css";

export default function SearchView({ address: { query } }: View) {
  const words = query.get("q")?.trim() ?? "";
  const list = useRows<Search>(words ? listOf("search", query) : null);
  const { data, rows } = list;
  const selected = query.get("sel");
  useTitle(words && `“${words}”`);
  useHits(rows, query);

  if (!words)
    return (
      <div class="search">
        <h1>Search</h1>
        <Empty what="Write what you are looking for into the box above.">
          <p>
            All words must stand in a page; <q>"two words"</q> in quotation marks must stand beside each other. Press <kbd>/</kbd> from anywhere.
          </p>
        </Empty>
      </div>
    );
  if (list.error && !data) return <Failed error={list.error} title="Search" />;
  if (!data) return <Loading what="what was found" />;
  const isNothing = data.total === 0 && data.events.length + data.places.length + data.actors.length === 0;
  return (
    <div class="search" aria-busy={list.isLoading}>
      <h1 aria-live="polite">
        {number(data.total)} {data.total === 1 ? "page has" : "pages have"} <bdi>“{words}”</bdi>
      </h1>
      {isNothing ? (
        <Empty what="Nothing in this store has these words.">
          <p>Try fewer words, another spelling, or the beginning of a name.</p>
          <a href={href("pages")}>Look through all pages</a>
        </Empty>
      ) : (
        <div class="search-found">
          <section aria-label="Pages">
            <ol class="search-hits">
              {rows.map((hit) => (
                <Passage key={hit.page.id} hit={hit} isSelected={hit.page.id === selected} />
              ))}
            </ol>
            {data.total === 0 && <p class="search-soft">No page has all of these words.</p>}
            {list.error && <Failed error={list.error} />}
            <More shown={rows.length} total={data.total} hasMore={list.hasMore} isLoading={list.isLoadingMore} more={list.more} />
          </section>
          <aside class="search-called" aria-label="Called so">
            <Places rows={data.places} />
            <Actors rows={data.actors} />
            {data.events.length > 0 && (
              <section>
                <h2>Events</h2>
                <EventList rows={data.events} label="Events that tell these words" />
                <p>
                  <a href={href("events", null, { q: words, told: "any" })}>All events with these words</a>
                </p>
              </section>
            )}
          </aside>
        </div>
      )}
    </div>
  );
}

/** Where a hit leads: to its passage in the page. */
function leadsTo({ page, passage }: Hit): string {
  return href("pages", page.id, passage ? { at: `${passage.start}-${passage.end}` } : {});
}

function Passage({ hit, isSelected }: { hit: Hit; isSelected: boolean }) {
  const { page, passage } = hit;
  return (
    <li class="search-hit" data-selected={isSelected}>
      <h2 class="search-title">
        <a href={leadsTo(hit)}>
          <bdi dir="auto">{page.title || page.path || page.id}</bdi>
        </a>
      </h2>
      <p class="search-soft">
        <bdi>{page.outlet ?? "outlet unknown"}</bdi>
        {page.from && ` · ${days(page.from, page.to)}`}
        {page.events > 0 && ` · ${page.events} ${page.events === 1 ? "event" : "events"}`}
      </p>
      {passage && (
        <p class="search-passage" dir="auto">
          <Marked passage={passage} />
        </p>
      )}
    </li>
  );
}

/** A passage with the words that were asked for marked. */
function Marked({ passage }: { passage: NonNullable<Hit["passage"]> }) {
  const slices = new Slices(passage.text);
  return (
    <>
      {pieces({ start: 0, end: slices.length }, passage.words).map((piece) =>
        piece.of.length > 0 ? <mark key={piece.start}>{slices.cut(piece)}</mark> : slices.cut(piece),
      )}
    </>
  );
}

function Places({ rows }: { rows: PlaceRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>Places</h2>
      <ul class="search-names">
        {rows.map(({ place, admin1, country: code, events }) => (
          <li key={`${place} ${admin1} ${code}`}>
            <a href={href("events", null, { place })}>
              <bdi>{place}</bdi>
            </a>{" "}
            <span class="search-soft">
              <bdi>{[admin1, country(code)].filter((name) => name && name !== place).join(", ")}</bdi> · {events} {events === 1 ? "event" : "events"}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Actors({ rows }: { rows: ActorRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>Who acts or suffers</h2>
      <ul class="search-names">
        {rows.map(({ name, acts, suffers }) => (
          <li key={name}>
            <a href={href("events", null, { actor: name })}>
              <bdi dir="auto">{name}</bdi>
            </a>{" "}
            <span class="search-soft">
              acts in {acts}, suffers in {suffers}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** j and k walk through the hits, Enter and o open the page at its passage. */
function useHits(rows: Hit[], query: URLSearchParams) {
  const selected = query.get("sel");
  function open(id: string): void {
    const hit = rows.find(({ page }) => page.id === id);
    if (hit) go(leadsTo(hit));
  }
  useKeys([{ key: "o", does: "open the page at these words", run: () => selected && open(selected) }]);
  useWalk({ open, ids: rows.map(({ page }) => page.id), selected, select: (id) => go(href("search", null, changed(query, { sel: id })), { replace: true }) });
}
