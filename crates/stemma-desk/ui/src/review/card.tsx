/** One event as a reviewer needs it: what is said to have happened, the words that say it, each field with what read it, and where it was. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { href } from "../address";
import type { EventRecord, EventRow } from "../api";
import { Contradictions } from "../parts/contradictions";
import { CheckedMark, DisagreeMark, GradeMark, PlaceMark, TOLD, ToldMark } from "../parts/marks";
import { Known, known } from "../parts/record";
import { count, days, where } from "../parts/words";
import { drafted, FIELDS, MEASURES } from "./changes";
import { PointMap } from "./pointmap";
import { Quoted } from "./quoted";
import { Readings } from "./read";

/** More pages that tell it wait behind a button: most copy one another. */
const QUOTES = 2;

interface Props {
  record: EventRecord;
  /** Opens the form at a field; without it, the form is open, and shows the values itself. */
  onMend: ((field: string) => void) | undefined;
  /** It came after another one: readers of screens begin here. */
  takesFocus: boolean;
}

export function Card({ record, onMend, takesFocus }: Props) {
  const { event, row } = record;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) title.current?.focus({ preventScroll: true });
  }, []);
  const [isWhole, showWhole] = useState(false);
  const pages = useMemo(() => known(record.pages), [record.pages]);
  // The first words of each page before the second of any.
  const firsts = event.mentions.filter((mention, at) => event.mentions.findIndex(({ doc }) => doc === mention.doc) === at);
  const quotes = isWhole ? [...firsts, ...event.mentions.filter((mention) => !firsts.includes(mention))] : firsts.slice(0, QUOTES);
  const more = event.mentions.length - quotes.length;
  return (
    <Known.Provider value={pages}>
      <article class="review-card" aria-labelledby="review-what">
        <header>
          <h2 id="review-what" ref={title} tabIndex={-1} dir="auto">
            {record.sentence}
          </h2>
          <p class="review-facts">
            <PlaceMark row={row} /> <GradeMark grade={row.grade} /> <ToldMark told={row.told} isAlways /> <DisagreeMark count={row.disagreements} />{" "}
            <CheckedMark checked={row.checked} /> <span>{record.told_by}</span> <a href={href("events", event.id)}>Whole event</a>
          </p>
        </header>
        <div class="review-words">
          {quotes.map((quote) => (
            <Quoted key={`${quote.doc} ${quote.start}`} record={record} quote={quote} />
          ))}
          {more > 0 && (
            <button type="button" class="button" onClick={() => showWhole(true)}>
              {more} more {more === 1 ? "place" : "places"} where it is told
            </button>
          )}
          {record.contradictions.length > 0 && <Contradictions rows={record.contradictions} />}
        </div>
        {onMend && (
          <div class="review-read">
            <Fields record={record} onMend={onMend} />
            {row.lat !== null && row.lon !== null && (
              <PointMap
                key={event.id}
                label={`Map around ${where(row)}`}
                pins={[{ lat: row.lat, lon: row.lon, label: row.place ?? row.admin1 ?? "", tone: "read", radius_km: row.radius_km }]}
                height={170}
                isNamed
              />
            )}
          </div>
        )}
      </article>
    </Known.Provider>
  );
}

const LABELS: Record<string, string> = { day: "When", place: "Where", kind: "What", told: "Told as", actor: "Who", recipient: "To whom" };

/** The values that an answer of "all is right" stands for, each with what read it. */
function Fields({ record, onMend }: { record: EventRecord; onMend: (field: string) => void }) {
  const { event, row } = record;
  const draft = drafted(record);
  const value: Record<(typeof FIELDS)[number], string> = {
    day: days(row.from, row.to),
    place: event.place ? where(row) + radius(row) : "",
    kind: [row.kind.replaceAll("-", " "), row.acled_sub].filter(Boolean).join(" · "),
    told: TOLD[row.told],
    actor: draft.actor,
    recipient: draft.recipient,
  };
  const counts = MEASURES.map((measure) => {
    const { low, best, high } = draft.counts[measure];
    const [least, middle, most] = [low, best, high].map((text) => (text === "" ? null : Number(text))) as [number | null, number | null, number | null];
    return [measure, count(least, middle, most)] as const;
  });
  const rows = [...FIELDS.map((field) => [field, LABELS[field] ?? field, value[field]] as const), ...counts.filter(([, told]) => told).map(([field, told]) => [field, field, told] as const)];
  return (
    <table class="review-fields">
      <caption class="sr">What was read, and what read it</caption>
      <thead class="sr">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Value, and what each page says</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([field, label, told]) => (
          <tr key={field}>
            <th scope="row">{label}</th>
            <td>
              {told ? <bdi>{told}</bdi> : <span class="review-unknown">not known</span>}{" "}
              <button type="button" class="review-mend" aria-label={`Mend: ${label}`} onClick={() => onMend(field)}>
                mend
              </button>
              <Readings record={record} field={field} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function radius(row: EventRow): string {
  return row.radius_km ? `, within ${row.radius_km < 10 ? row.radius_km : Math.round(row.radius_km)} km` : "";
}
