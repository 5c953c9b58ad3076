/** What views of one record have in common: the head with its facts, sections, pages by their names, and words with the place where they stand. */
import { createContext } from "preact";
import type { ComponentChildren } from "preact";
import { useContext, useId } from "preact/hooks";
import { href } from "../address";
import type { PageRow, Quote } from "../api";
import { written } from "./spans";
import { days } from "./words";
import "./record.css";

/** The one heading of a view: what kind of record it is, its words, and below them what is known of it as a whole. */
export function Head({ kind, title, id, path, children }: { kind: string; title: string; id?: string; path?: string; children?: ComponentChildren }) {
  return (
    <header class="record-head">
      <p class="record-kind">
        {kind}
        {id && <code class="record-id">{id}</code>}
        {path && (
          <a class="record-file" href={`${path}.json`}>
            JSON
          </a>
        )}
      </p>
      <h1 class="record-title" dir="auto">
        {title}
      </h1>
      {children}
    </header>
  );
}

export function Section({ title, count, children, aside }: { title: string; count?: number; children: ComponentChildren; aside?: ComponentChildren }) {
  const id = useId();
  return (
    <section class="record-section" aria-labelledby={id}>
      <div class="record-section-head">
        <h2 id={id}>
          {title}
          {count !== undefined && <span class="record-count"> {count}</span>}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** How a page is called: its outlet, else its title in quotes, so that it cannot be read as part of a sentence, else its file. */
export function nameOf(page: Pick<PageRow, "id" | "outlet" | "title" | "path"> | undefined, id = ""): string {
  return page?.outlet || (page?.title && `“${page.title}”`) || page?.path?.split("/").at(-1) || page?.id || id;
}

/** The pages of a record, by which ids are told as names. */
export const Known = createContext<ReadonlyMap<string, PageRow>>(new Map());

export function known(pages: readonly PageRow[]): ReadonlyMap<string, PageRow> {
  return new Map(pages.map((page) => [page.id, page]));
}

/** Notes of the program name pages by their ids, which nobody knows by heart: the same words with names. */
export function useNames(): (note: string) => string {
  const pages = useContext(Known);
  return (note) => note.replace(/[\w-]+/g, (word) => (pages.has(word) ? nameOf(pages.get(word)) : word));
}

/** "Agence Horizon, 9 Jun 2024" as a link to the page, at its words where they are given. */
export function PageLink({ id, at, withDay = false, withTitle = false }: { id: string; at?: { start: number; end: number }; withDay?: boolean; withTitle?: boolean }) {
  const page = useContext(Known).get(id);
  const day = page ? days(page.from, page.to) : "";
  const name = nameOf(page, id);
  return (
    <>
      <a href={href("pages", id, at ? { at: written(at) } : {})} title={page?.title ?? undefined}>
        <bdi dir="auto">{name}</bdi>
      </a>
      {withTitle && page?.title && !name.includes(page.title) && (
        <>
          {" "}
          <bdi class="record-of" dir="auto">
            “{page.title}”
          </bdi>
        </>
      )}
      {withDay && (
        <>
          , <span class="record-day">{day || "day unknown"}</span>
        </>
      )}
    </>
  );
}

/** Words of a page, as a link to where they stand in it. */
export function Words({ quote }: { quote: Quote }) {
  return (
    <a class="record-words" href={href("pages", quote.doc, { at: written(quote) })}>
      <q dir="auto">{quote.quote}</q>
    </a>
  );
}

/** Words of a page with the page's name below them. */
export function Cited({ quote, children }: { quote: Quote; children?: ComponentChildren }) {
  return (
    <blockquote class="record-cited">
      <Words quote={quote} />
      <footer>
        <PageLink id={quote.doc} withDay />
        {children}
      </footer>
    </blockquote>
  );
}
