/**
 * What the lists of stories and pages have in common: the head with the count, fields and chips of their conditions, the order, files of the
 * very query, and the keys that walk through the rows.
 */
import { useEffect, useRef } from "preact/hooks";
import { changed, go, href } from "../address";
import type { Listing } from "../api";
import { useKeys } from "../keys";
import { DAY, DAY_WAY, Field } from "./fields";
import { MOST_ROWS } from "./listing";
import { useTitle } from "./title";
import { focusSelected } from "./walk";
import { number } from "./words";

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

export function ListHead({ view, noun, query, answer, fields, sorts, usual = "day" }: Head) {
  const to = (next: URLSearchParams, how: { replace?: boolean } = {}) => go(href(view, null, next), how);
  const set = (name: string, value: string | null, how: { replace?: boolean } = {}) => to(changed(query, { [name]: value, sel: null, cursor: null }), how);
  const title = answer ? `${number(answer.total)} of ${number(answer.all)} ${noun[answer.all === 1 ? 0 : 1]}` : noun[1];
  useTitle(answer && title);
  // Conditions that have no field here, such as those of a link from elsewhere.
  const others = [...query].filter(([name, value]) => value && !fields.includes(name) && !["sort", "reverse", ...OF_PAGES].includes(name));
  const sort = query.get("sort") ?? usual;
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
        <label class="list-order">
          In order of
          <select class="field" value={sort} onChange={(event) => to(changed(query, { sort: event.currentTarget.value === usual ? null : event.currentTarget.value, reverse: null }))}>
            {Object.entries(sorts).map(([name, words]) => (
              <option key={name} value={name}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button" aria-pressed={query.has("reverse")} onClick={() => to(changed(query, { reverse: query.has("reverse") ? null : "true" }))}>
          Other way round
        </button>
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
