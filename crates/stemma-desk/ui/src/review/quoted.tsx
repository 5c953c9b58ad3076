/** The words that tell an event, in the paragraph of the page where they stand; with what was read as a field marked beside them. */
import { useMemo } from "preact/hooks";
import { href } from "../address";
import type { EventRecord, PageRecord, Quote } from "../api";
import { nameOf } from "../parts/record";
import { written } from "../parts/spans";
import { days } from "../parts/words";
import { useAnswer } from "../server";
import { around, type Marked } from "./context";

interface Props {
  record: EventRecord;
  quote: Quote;
}

/** What is marked in this page: the words of the event, and those of each field. */
function marksOf({ matrix }: EventRecord, quote: Quote): [Marked, ...Marked[]] {
  const row = matrix.rows.find(({ page }) => page === quote.doc);
  const fields = matrix.fields.flatMap((field, at): Marked[] => {
    const words = row?.cells[at]?.quote;
    return words ? [{ field, start: words.start, end: words.end }] : [];
  });
  return [{ field: "event", start: quote.start, end: quote.end }, ...fields];
}

export function Quoted({ record, quote }: Props) {
  const page = record.pages.find(({ id }) => id === quote.doc);
  const { data, error } = useAnswer<PageRecord>(`/pages/${encodeURIComponent(quote.doc)}.json`);
  const text = data?.page.id === quote.doc ? data.text : null;
  const context = useMemo(() => (text === null ? null : around(text, marksOf(record, quote))), [text, record, quote]);
  return (
    <figure class="review-quote">
      <blockquote dir="auto">
        {context ? (
          <>
            {context.isCutBefore && "… "}
            {context.pieces.map((piece) => {
              const fields = piece.of.map((mark) => mark.field);
              if (fields.length === 0) return piece.text;
              const named = fields.filter((field) => field !== "event");
              const title = named.length ? `read as ${named.join(", ")}` : undefined;
              const tone = fields.includes("event") ? "review-told" : "review-field";
              return (
                <mark key={piece.start} class={tone} title={title}>
                  {piece.text}
                </mark>
              );
            })}
            {context.isCutAfter && " …"}
          </>
        ) : (
          // Until the page is there, the words alone.
          <mark class="review-told">{quote.quote}</mark>
        )}
      </blockquote>
      {error && <p class="sign-fault">{error.message}</p>}
      <figcaption>
        <a href={href("pages", quote.doc, { at: written(quote) })}>
          <bdi>{nameOf(page, quote.doc)}</bdi>
        </a>{" "}
        {page?.outlet && page.title && <bdi dir="auto">“{page.title}”</bdi>} <span>{days(page?.from ?? null, page?.to ?? null)}</span>
      </figcaption>
    </figure>
  );
}
