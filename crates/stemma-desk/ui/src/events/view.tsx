/**
 * The first screen: one query of events, shown as a table, cards, a map or a timeline. Facets and fields at the left narrow it, the histogram
 * over it brushes its days, the selected event is previewed at the right. All of that is in the address.
 */
import { lazy, Suspense } from "preact/compat";
import { useEffect, useRef } from "preact/hooks";
import { changed, go, href } from "../address";
import type { About, EventRow, Events, Facets as FacetsAnswer, Histogram } from "../api";
import type { View } from "../app";
import { useKeys } from "../keys";
import { MOST_ROWS, useRows } from "../parts/listing";
import { focusSelected } from "../parts/walk";
import { Sayers } from "../parts/marks";
import { More } from "../parts/more";
import { Order } from "../parts/order";
import { Empty, Failed, Loading } from "../parts/states";
import { useTitle } from "../parts/title";
import { number } from "../parts/words";
import { useSayers } from "../review/sayers";
import { useAnswer } from "../server";
import { chips, facetsPath, isNarrow, listPath, narrowed, type Chip } from "./asked";
import { Cards } from "./cards";
import { Facets } from "./facets";
import { Brush } from "./histogram";
import { Preview } from "./preview";
import { Table, SORTS } from "./table";
import "./events.css";

const EventsMap = lazy(() => import("../map/map"));
const Timeline = lazy(() => import("../map/timeline"));
const FirstRun = lazy(() => import("../intake/firstrun"));

const FORMS = { table: "Table", cards: "Cards", map: "Map", timeline: "Timeline" } as const;
type Form = keyof typeof FORMS;

export default function EventsView({ address: { query } }: View) {
  const asked = query.get("view") ?? "";
  const form: Form = asked in FORMS ? (asked as Form) : "table";
  const list = useRows<Events>(listPath(query));
  const facets = useAnswer<FacetsAnswer>(facetsPath(query));
  const histogram = useHistogram(query, facets.data);
  const { data, rows } = list;
  const id = query.get("sel");
  const selected = rows.find((row) => row.id === id) ?? null;

  // Only where there is no event at all it may be that there is no page either.
  const about = useAnswer<About>(data?.all === 0 ? "/about.json" : null);
  const isFirst = data?.all === 0 && about.data?.documents === 0;

  const to = (next: URLSearchParams, how: { replace?: boolean } = {}) => go(href("events", null, next), how);
  const narrow = (changes: Record<string, string | null>, how: { replace?: boolean } = {}) => to(narrowed(query, changes), how);
  const show = (next: Form) => to(changed(query, { view: next === "table" ? null : next }));
  // Walking through rows leaves no steps to go back through.
  const select = (next: string | null) => to(changed(query, { sel: next }), { replace: true });
  useMoves({ rows, id, form, select, show, more: list.hasMore ? list.more : null });
  useTitle(data && `${number(data.total)} events`);
  const sayers = useSayers(rows.some((row) => row.checked !== ""));

  if (isFirst) {
    return (
      <Suspense fallback={<Loading />}>
        <FirstRun />
      </Suspense>
    );
  }
  return (
    <Sayers.Provider value={sayers}>
      <div class={id ? "events events-with-preview" : "events"}>
        <Facets query={query} answer={facets.data} narrow={narrow} to={to} />
        <section class="events-main" aria-labelledby="events-title" aria-busy={list.isLoading}>
          <header class="events-head">
            <h1 id="events-title" aria-live="polite">
              {data ? (
                <>
                  {number(data.total)} <span class="events-of">of {number(data.all)} events</span>
                </>
              ) : (
                "Events"
              )}
            </h1>
            <Forms form={form} query={query} />
          </header>
          <Asked chips={chips(query, facets.data)} isNarrow={isNarrow(query)} />
          {data && <Lacking answer={data} query={query} />}
          <Brush histogram={histogram} since={query.get("since")} until={query.get("until")} ask={narrow} />
          {list.error && !data ? (
            <Failed error={list.error}>
              {isNarrow(query) && (
                <a class="button" href={href("events")}>
                  Clear all conditions
                </a>
              )}
            </Failed>
          ) : !data ? (
            <Loading what="events" />
          ) : data.total === 0 && form !== "map" ? (
            <Nothing all={data.all} query={query} />
          ) : form === "map" || form === "timeline" ? (
            <Suspense
              fallback={
                <div class="events-room">
                  <Loading what={form === "map" ? "the map" : "the timeline"} />
                </div>
              }
            >
              {form === "map" ? (
                <EventsMap query={query} selected={id} onSelect={select} />
              ) : (
                <Timeline query={query} selected={id} onSelect={select} />
              )}
            </Suspense>
          ) : (
            <>
              <p class={form === "table" ? "events-order events-order-table" : "events-order"}>
                <Order query={query} to={to} sorts={SORTS} />
              </p>
              {form === "table" ? (
                <Table rows={rows} query={query} selected={id} onSelect={select} />
              ) : (
                <Cards rows={rows} query={query} selected={id} onSelect={select} />
              )}
              {list.error && <Failed error={list.error} />}
              <More shown={rows.length} total={data.total} hasMore={list.hasMore} isLoading={list.isLoadingMore} more={list.more} />
            </>
          )}
        </section>
        {id && <Preview id={id} row={selected} close={() => select(null)} />}
      </div>
    </Sayers.Provider>
  );
}

/** The bars of all days, whatever days are asked for, so that a brush can also be made wider. */
function useHistogram(query: URLSearchParams, narrow: FacetsAnswer | null): Histogram | null {
  const path = facetsPath(changed(query, { since: null, until: null, reaching: null }));
  const isSame = path === facetsPath(query);
  const wide = useAnswer<FacetsAnswer>(isSame ? null : path);
  const last = useRef<Histogram | null>(null);
  last.current = (isSame ? narrow : wide.data)?.histogram ?? last.current;
  return last.current;
}

/** j and k walk through the rows, Enter opens, m t and g show other forms. */
function useMoves(at: {
  rows: EventRow[];
  id: string | null;
  form: Form;
  select: (id: string | null) => void;
  show: (form: Form) => void;
  more: (() => void) | null;
}) {
  const { rows, id, form, select, show } = at;
  const walked = useRef<string | null>(null);
  // The address is ahead of what is drawn where keys come fast.
  const selected = () => new URLSearchParams(location.search).get("sel");
  function move(step: number): void {
    const before = selected();
    const now = rows.findIndex((row) => row.id === before);
    const next = rows[now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step];
    if (next) {
      walked.current = next.id;
      // Until the next row has the focus, Enter must not press the link of this one.
      if (document.activeElement instanceof HTMLAnchorElement) document.activeElement.blur();
      select(next.id);
    } else if (step > 0) at.more?.();
  }
  useEffect(() => {
    if (id && walked.current === id) focusSelected();
  }, [id]);
  const open = () => {
    const now = selected();
    if (now) go(href("events", now));
  };
  useKeys([
    { key: "j", does: "next event", run: () => move(1) },
    { key: "k", does: "event before", run: () => move(-1) },
    { key: "Enter", does: "open the event", run: open },
    ...(id ? [{ key: "Escape", does: "close the preview", run: () => select(null) }] : []),
    { key: "m", does: "map", run: () => show(form === "map" ? "table" : "map") },
    { key: "t", does: "table", run: () => show("table") },
    { key: "l", does: "timeline", run: () => show(form === "timeline" ? "table" : "timeline") },
  ]);
}

function Forms({ form, query }: { form: Form; query: URLSearchParams }) {
  return (
    <div class="events-tools">
      <nav class="choices" aria-label="Form">
        {(Object.keys(FORMS) as Form[]).map((name) => (
          <a key={name} class="button" aria-current={name === form ? "true" : undefined} href={href("events", null, changed(query, { view: name === "table" ? null : name }))}>
            {FORMS[name]}
          </a>
        ))}
      </nav>
      <span class="events-files">
        {["csv", "json", "geojson"].map((kind) => (
          <a key={kind} href={listPath(query, kind === "json" ? { limit: MOST_ROWS } : {}, kind)} title={`These events as ${kind}`} download={`events.${kind}`}>
            {kind}
          </a>
        ))}
      </span>
    </div>
  );
}

function Asked({ chips, isNarrow }: { chips: Chip[]; isNarrow: boolean }) {
  return (
    <ul class="chips events-chips" aria-label="What is asked">
      {chips.map(({ name, words, without }) => (
        <li key={`${name} ${words}`} class={name === "told" ? "chip chip-usual" : "chip"}>
          <span>
            <bdi>{words}</bdi>
          </span>
          <button type="button" aria-label={`Take off: ${words}`} title="Take off" onClick={() => go(href("events", null, without))}>
            ✕
          </button>
        </li>
      ))}
      {isNarrow && (
        <li>
          <a class="events-clear" href={href("events")}>
            Clear all
          </a>
        </li>
      )}
    </ul>
  );
}

interface Lack {
  count: number;
  words: string;
  name: string;
  value: string;
}

/** What the query has and a map or a timeline cannot show, one click away. */
function Lacking({ answer, query }: { answer: Events; query: URLSearchParams }) {
  const links: Lack[] = [
    { count: answer.unplaced, words: "with no place on the map", name: "lacks", value: "place" },
    { count: answer.undated, words: "with no day", name: "lacks", value: "day" },
    { count: answer.reaching, words: `more only ${answer.reaching === 1 ? "reaches" : "reach"} into these days`, name: "reaching", value: "true" },
  ];
  const shown = links.filter(({ count, name, value }) => count > 0 && query.get(name) !== value);
  if (shown.length === 0) return null;
  return (
    <ul class="events-lacking" aria-label="Counted besides">
      {shown.map(({ count, words, name, value }) => (
        <li key={words}>
          <a href={href("events", null, narrowed(query, { [name]: value }))}>
            {number(count)} {words}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Nothing({ all, query }: { all: number; query: URLSearchParams }) {
  if (all === 0 && !isNarrow(query))
    return (
      <Empty what="There are no events yet.">
        <p>Either no pages were handed in yet, or none of them tells an event.</p>
        <a class="button button-main" href={href("intake")}>
          Add pages
        </a>
      </Empty>
    );
  return (
    <Empty what="No event is like that.">
      <p>Take a condition off, or begin anew.</p>
      {(query.get("told") ?? "") !== "any" && (
        <a class="button" href={href("events", null, narrowed(query, { told: null }))}>
          However they are told
        </a>
      )}
      <a class="button" href={href("events")}>
        Clear all
      </a>
    </Empty>
  );
}
