/**
 * What the lists of stories, pages and places have in common: the head with the count, fields and chips of their conditions, the order, files
 * of the very query; the table of rows, or why there is none; and the keys that walk through the rows.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { changed, go, href, read } from "../address";
import type { Listing } from "../api";
import { useKeys } from "../keys";
import { DAY, DAY_WAY, Field } from "./fields";
import { MOST_ROWS, type Rows } from "./listing";
import { More } from "./more";
import { Order } from "./order";
import { Empty, Failed, Loading } from "./states";
import { useTitle } from "./title";
import { focusSelected } from "./walk";
import { number } from "./words";
import "./lists.css";

/** What only the pages read, and no server is asked. */
const OF_PAGES = ["sel", "view", "at", "cursor"];

/** The path of a list, as its address asks for it. */
export function listOf(view: string, query: URLSearchParams, kind = "json", extra: Record<string, string> = {}): string {
  const asked = changed(query, { ...Object.fromEntries(OF_PAGES.map((name) => [name, null])), ...extra });
  const written = asked.toString();
  return `/${view}.${kind}${written && `?${written}`}`;
}

const LABELS: Record<string, string> = { q: "Words", since: "Since", until: "Until", country: "Country", outlet: "Outlet" };
const WIDTHS: Record<string, string> = { q: "16rem", since: "7.5rem", until: "7.5rem", country: "9rem", outlet: "11rem" };

interface Head {
  view: string;
  /** One of them, several of them. */
  noun: [string, string];
  query: URLSearchParams;
  answer: Listing | null;
  fields: readonly string[];
  sorts: Record<string, string>;
  /** The field that the list is put in order by where nobody says otherwise. */
  usual?: string;
}

function ListHead({ view, noun, query, answer, fields, sorts, usual = "day" }: Head) {
  const to = (next: URLSearchParams, how: { replace?: boolean } = {}) => go(href(view, null, next), how);
  const set = (name: string, value: string | null, how: { replace?: boolean } = {}) => to(changed(query, { [name]: value, sel: null, cursor: null }), how);
  const title = answer ? `${number(answer.total)} of ${number(answer.all)} ${noun[answer.all === 1 ? 0 : 1]}` : noun[1];
  useTitle(answer && title);
  // Conditions that have no field here, such as those of a link from elsewhere.
  const others = [...query].filter(([name, value]) => value && !fields.includes(name) && !["sort", "reverse", ...OF_PAGES].includes(name));
  return (
    <header class="list-head">
      <div class="list-title">
        <h1 aria-live="polite">{answer ? title : noun[1].charAt(0).toUpperCase() + noun[1].slice(1)}</h1>
        <span class="list-files">
          {["csv", "json"].map((kind) => (
            <a key={kind} href={listOf(view, query, kind, kind === "json" ? { limit: MOST_ROWS } : {})} title={`These ${noun[1]} as ${kind}`} download={`${view}.${kind}`}>
              {kind}
            </a>
          ))}
        </span>
      </div>
      <div class="list-fields" role="group" aria-label="Conditions">
        {fields.map((name) => (
          <Field
            key={name}
            label={LABELS[name] ?? name}
            value={query.get(name) ?? ""}
            set={(value) => set(name, value, { replace: true })}
            width={WIDTHS[name]}
            {...(name === "since" || name === "until" ? { pattern: DAY, way: DAY_WAY, placeholder: "2024-06" } : {})}
          />
        ))}
        <Order query={query} to={to} sorts={sorts} usual={usual} />
      </div>
      {(others.length > 0 || (answer?.reaching ?? 0) > 0) && (
        <ul class="chips" aria-label="What is asked besides">
          {others.map(([name, value]) => (
            <li key={name} class="chip">
              <span>
                {name.replace("-", " ")} {value !== "true" && <bdi>{value}</bdi>}
              </span>
              <button type="button" aria-label={`Take off: ${name}`} onClick={() => set(name, null)}>
                ✕
              </button>
            </li>
          ))}
          {answer !== null && answer.reaching > 0 && !query.has("reaching") && (
            <li>
              <a href={href(view, null, changed(query, { reaching: "true" }))}>{number(answer.reaching)} more only reach into these days</a>
            </li>
          )}
        </ul>
      )}
    </header>
  );
}

interface ListProps<L extends Listing & { rows: unknown[] }> extends Omit<Head, "answer"> {
  list: Rows<L>;
  /** What the table holds, for those who only hear it. */
  caption: string;
  heads: ComponentChildren;
  row: (row: L["rows"][number], isSelected: boolean) => ComponentChildren;
  /** What tells a row from the others, and where it leads: by these the keys walk through the rows and open one. */
  id: (row: L["rows"][number]) => string;
  to: (row: L["rows"][number]) => string;
  /** What a column counts, where its head does not say it all. */
  note?: string;
  /** Whether the table is all of the view: its heads then stay in sight. */
  isWhole?: boolean;
}

export function ListView<L extends Listing & { rows: unknown[] }>({ list, caption, heads, row, id, to, note, isWhole = true, ...head }: ListProps<L>) {
  const { data, rows, error } = list;
  const { view, noun } = head;
  const selected = head.query.get("sel");
  useWalk({
    open: (one) => {
      const found = rows.find((row) => id(row) === one);
      if (found) go(to(found));
    },
    ids: rows.map(id),
    selected,
    // The address may say more than the list is asked.
    select: (one) => go(href(view, null, changed(read(location).query, { sel: one })), { replace: true }),
    more: list.more,
  });
  return (
    <>
      <ListHead {...head} answer={data} />
      {error && !data ? (
        <Failed error={error}>
          <a href={href(view)}>Ask for all {noun[1]}</a>
        </Failed>
      ) : !data ? (
        <Loading what={noun[1]} />
      ) : rows.length === 0 ? (
        <Empty what={data.all === 0 ? `There are no ${noun[1]} yet.` : `No ${noun[0]} is like that.`}>
          {data.all === 0 ? <a href={href("intake")}>Add pages</a> : <a href={href(view)}>Clear all conditions</a>}
        </Empty>
      ) : (
        <>
          {note && <p class="list-note">{note}</p>}
          <div class={isWhole ? "rows-box-sticky" : "rows-box"}>
            <table class={isWhole ? "rows rows-sticky list-table" : `rows ${view}-table`}>
              <caption class="sr">{caption}</caption>
              <thead>
                <tr>{heads}</tr>
              </thead>
              <tbody>{rows.map((one) => row(one, id(one) === selected))}</tbody>
            </table>
          </div>
          {error && <Failed error={error} />}
          <More shown={rows.length} total={data.total} hasMore={list.hasMore} isLoading={list.isLoadingMore} more={list.more} />
        </>
      )}
    </>
  );
}

/** j and k walk through the rows, Enter opens the one that is reached. */
export function useWalk({ open, ids, selected, select, more }: { open: (id: string) => void; ids: string[]; selected: string | null; select: (id: string) => void; more?: () => void }) {
  const now = selected ? ids.indexOf(selected) : -1;
  const walked = useRef<string | null>(null);
  function move(step: number): void {
    const next = ids[now < 0 ? 0 : now + step];
    walked.current = next ?? null;
    if (next) select(next);
    else if (step > 0) more?.();
  }
  useEffect(() => {
    if (selected && walked.current === selected) focusSelected();
  }, [selected]);
  useKeys([
    { key: "j", does: "next row", run: () => move(1) },
    { key: "k", does: "row before", run: () => move(-1) },
    { key: "Enter", does: "open the row", run: () => selected && open(selected) },
  ]);
}
