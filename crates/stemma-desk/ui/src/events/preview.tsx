/** The selected event beside the list: its sentence, who told it, figures and quotes, and the way to the whole of it. */
import { go, href } from "../address";
import { useContext, useMemo } from "preact/hooks";
import type { EventRecord, EventRow, Quote } from "../api";
import { useKeys } from "../keys";
import { Capsules, Origins } from "../parts/capsules";
import { DisagreeMark, CheckedMark, GRADE, PRECISION, ToldMark, CHECKED, Sayers } from "../parts/marks";
import { Known, known as named, nameOf, useNames } from "../parts/record";
import { Failed, Loading } from "../parts/states";
import { count, days, where } from "../parts/words";
import { FIRST } from "../event/mend";
import { undo } from "../review/answer";
import { useAnswer } from "../server";

/** Quotes beyond these are told on the page of the event. */
const QUOTES = 4;

export function Preview({ id, row: known, close }: { id: string; row: EventRow | null; close: () => void }) {
  const answer = useAnswer<EventRecord>(`/events/${encodeURIComponent(id)}.json`);
  // The last answer may still be that of the event before.
  const record = answer.data?.row.id === id || (!known && answer.data) ? answer.data : null;
  const row = record?.row ?? known;
  const first = record?.event.mentions[0];
  useKeys([
    { key: "o", does: "open the page that tells it first", run: () => first && go(pageOf(first)) },
    { key: "c", does: "compare a copy with its source", run: () => record && compare(record) },
    { key: "f", does: "mend a field", run: () => go(href("events", id, { fix: FIRST })) },
    { key: "u", does: "take back the last answer", isOnce: true, run: () => void undo() },
  ]);
  return (
    <aside class="events-preview" aria-label="Selected event">
      <p class="events-preview-tools">
        <a class="button button-main" href={href("events", id)}>
          Open event
        </a>
        <button type="button" class="button" onClick={close} aria-label="Close the preview" title="Close (Esc)">
          ✕
        </button>
      </p>
      {answer.error && !answer.isLoading ? <Failed error={answer.error} /> : !row ? <Loading what="the event" /> : <Told row={row} record={record} />}
    </aside>
  );
}

function Told({ row, record }: { row: EventRow; record: EventRecord | null }) {
  const pages = useMemo(() => named(record?.pages ?? []), [record]);
  const by = useContext(Sayers)(row.id);
  return (
    <Known.Provider value={pages}>
      <h2 class="events-preview-name">
        <bdi dir="auto">{record?.sentence ?? row.summary}</bdi>
      </h2>
      <p class="events-preview-marks">
        <ToldMark told={row.told} isAlways /> <DisagreeMark count={row.disagreements} /> <CheckedMark checked={row.checked} />
        {row.checked && (
          <span>
            {CHECKED[row.checked]}
            {by.length > 0 && (
              <>
                : <bdi>{by.join(", ")}</bdi>
              </>
            )}
          </span>
        )}
      </p>
      <dl class="events-facts">
        <dt>Day</dt>
        <dd>{days(row.from, row.to) || "unknown"}</dd>
        <dt>Place</dt>
        <dd>
          <bdi>{where(row)}</bdi> <span class="events-soft">({PRECISION[row.precision]})</span>
        </dd>
        <Figures row={row} record={record} />
        <dt>Grade</dt>
        <dd>
          {row.grade}, {GRADE[row.grade] ?? ""}
        </dd>
      </dl>
      <h3>Who told it</h3>
      {record ? (
        <>
          <p class="events-told-by">
            <bdi>{record.told_by}</bdi>
          </p>
          <Capsules capsules={record.capsules} />
          <Disagreements record={record} />
          <Quotes record={record} />
        </>
      ) : (
        <Origins articles={row.articles} least={row.origins_min} most={row.origins_max} words />
      )}
      {row.story && (
        <p class="events-links">
          <a href={href("stories", row.story)}>Family tree of its story</a>
        </p>
      )}
    </Known.Provider>
  );
}

function Figures({ row, record }: { row: EventRow; record: EventRecord | null }) {
  const best = record?.event.tolls.filter(({ policy }) => policy === "best") ?? [];
  if (best.length === 0) {
    const killed = count(row.killed_low, row.killed_best, row.killed_high);
    return killed ? (
      <>
        <dt>Killed</dt>
        <dd>{killed}</dd>
      </>
    ) : null;
  }
  return best.map(({ measure, group, low, best, high, scope }) => (
    <>
      <dt key={`${measure} ${group}`}>{measure.charAt(0).toUpperCase() + measure.slice(1)}</dt>
      <dd>
        {count(low, best, high)} <span class="events-soft">{[group, scope === "event" ? "" : "over a longer time"].filter(Boolean).join(", ")}</span>
      </dd>
    </>
  ));
}

function Disagreements({ record: { contradictions } }: { record: EventRecord }) {
  const inNames = useNames();
  if (contradictions.length === 0) return null;
  return (
    <>
      <h3>Where they disagree</h3>
      <ul class="events-disagreements">
        {contradictions.map(({ id, note, a, b }) => (
          <li key={id}>
            <bdi>{inNames(note)}</bdi>: <Said quote={a} /> <span class="events-soft">but</span> <Said quote={b} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Said({ quote }: { quote: Quote }) {
  return (
    <a href={pageOf(quote)}>
      <q dir="auto">{quote.quote}</q>
    </a>
  );
}

function Quotes({ record }: { record: EventRecord }) {
  const { mentions } = record.event;
  const pages = useContext(Known);
  if (mentions.length === 0) return null;
  return (
    <>
      <h3>In their words</h3>
      <ul class="events-quotes">
        {mentions.slice(0, QUOTES).map((quote) => {
          const page = pages.get(quote.doc);
          return (
            <li key={`${quote.doc} ${quote.start}`}>
              <a href={pageOf(quote)}>
                <q dir="auto">{quote.quote}</q>
              </a>
              <span class="events-soft">
                <bdi>{nameOf(page, quote.doc)}</bdi>
                {page?.from && `, ${days(page.from, page.to)}`}
              </span>
            </li>
          );
        })}
      </ul>
      {mentions.length > QUOTES && (
        <p class="events-links">
          <a href={href("events", record.row.id)}>{mentions.length - QUOTES} more</a>
        </p>
      )}
    </>
  );
}

function pageOf(quote: Quote): string {
  return href("pages", quote.doc, { at: `${quote.start}-${quote.end}` });
}

/** The first copy among its pages, beside the page that it was copied from. */
function compare(record: EventRecord): void {
  const copied = record.who.roots.flatMap(({ copies }) => copies)[0];
  if (copied) go(href("compare", null, { a: copied.parent, b: copied.page.id }));
}
