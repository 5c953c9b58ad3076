/**
 * What each page says in each field, page by page and origin by origin. A cell is a link to its words; one that says another thing than the
 * event is tinted and has a sign, one that copying changed shows what stood before. What read it, and how sure it is, is told below.
 */
import { useState } from "preact/hooks";
import { href } from "../address";
import type { Alteration, Capsule, Cell, EventRecord, MatrixRow } from "../api";
import { Changed } from "../parts/changes";
import { PageLink } from "../parts/record";
import { written } from "../parts/spans";
import { sure } from "../review/read";
import { pointAt } from "./mend";

/** As which kind of change a field is marked that copying changed. */
const KINDS: Record<string, Alteration["kind"]> = { day: "date", place: "name", actor: "name", recipient: "name", kind: "name", told: "negation" };

const LABELS: Record<string, string> = { day: "When", place: "Where", kind: "What", told: "Told as", actor: "Who", recipient: "To whom" };

export function fieldLabel(field: string): string {
  return LABELS[field] ?? field.charAt(0).toUpperCase() + field.slice(1);
}

/** "learnt reader, .84"; that other words of the page tell it than the rest of its row is said, too. */
export function readBy(cell: Pick<Cell, "rule" | "p" | "is_apart">): string {
  return [cell.rule, cell.p === null ? "" : sure(cell.p), cell.is_apart ? "in another place of the page" : ""].filter(Boolean).join(", ");
}

/** Rows of one capsule after the other; those of none at the end. */
export function grouped(rows: readonly MatrixRow[], capsules: readonly Capsule[]): { capsule: Capsule | null; rows: MatrixRow[] }[] {
  const groups = capsules.map((capsule, at) => ({ capsule, rows: rows.filter((row) => row.capsule === at) }));
  const others = rows.filter((row) => row.capsule === null || !capsules[row.capsule]);
  return [...groups, { capsule: null, rows: others }].filter((group) => group.rows.length > 0);
}

interface Looked {
  row: MatrixRow;
  field: string;
  cell: Cell;
}

export function Matrix({ record }: { record: EventRecord }) {
  const { matrix, capsules } = record;
  const [looked, setLooked] = useState<Looked | null>(null);
  const [opened, open] = useState<ReadonlySet<string>>(new Set());
  const look = (now: Looked) => {
    pointAt(record.event.id, now.field);
    setLooked(now);
  };
  const toggle = (page: string) => {
    const next = new Set(opened);
    if (!next.delete(page)) next.add(page);
    open(next);
  };
  return (
    <>
      <div class="rows-box event-matrix-box" tabIndex={0} role="region" aria-label="What each page says in each field">
        <table class="rows event-matrix">
          <caption class="sr">Pages that tell the event, by origin, and what each says in each field</caption>
          <thead>
            <tr>
              <th scope="col">Page</th>
              {matrix.fields.map((field) => (
                <th key={field} scope="col">
                  {fieldLabel(field)}
                </th>
              ))}
            </tr>
          </thead>
          {grouped(matrix.rows, capsules).map(({ capsule, rows }, at) => (
            <tbody key={at}>
              <tr class="event-origin">
                <th scope="rowgroup" colSpan={matrix.fields.length + 1}>
                  {capsule ? (
                    <>
                      <span class={capsule.is_doubtful ? "capsules-one capsules-doubtful" : "capsules-one"} aria-hidden="true">
                        {capsule.pages.slice(0, 8).map((page) => (
                          <i key={page} class="capsules-dot" />
                        ))}
                      </span>{" "}
                      {capsule.is_doubtful ? "perhaps an origin of its own" : "origin"}: <bdi dir="auto">{capsule.label}</bdi>
                    </>
                  ) : (
                    "of no origin that is counted"
                  )}
                </th>
              </tr>
              {rows.map((row) => (
                <Row key={row.page} row={row} fields={matrix.fields} isOpen={opened.has(row.page)} toggle={() => toggle(row.page)} look={look} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {matrix.left_out > 0 && <p class="record-note">{matrix.left_out} more pages tell it and are not shown.</p>}
      <p class="event-looked" aria-live="polite">
        {looked ? (
          <>
            <b>{fieldLabel(looked.field)}</b> <q dir="auto">{looked.cell.quote.quote}</q> in <PageLink id={looked.row.page} />; read by: {readBy(looked.cell)}
            {looked.cell.differs && "; it differs from the event"}
          </>
        ) : (
          "Point at a cell to see its words and what read them; ≠ marks what differs from the event."
        )}
      </p>
    </>
  );
}

/** Longer words than these hold more than what was changed, so that "before → after" would not be true of them. */
const MOST_WORDS = 60;

function Value({ cell, field }: { cell: Cell; field: string }) {
  const value = <bdi dir="auto">{cell.value}</bdi>;
  if (cell.before === null) return value;
  const { quote } = cell.quote;
  const kind = KINDS[field] ?? "number";
  if (quote === cell.value) return <Changed kind={kind} before={cell.before} after={quote} />;
  return (
    <>
      {value}
      <span class="event-before">{quote.length <= MOST_WORDS ? <Changed kind={kind} before={cell.before} after={quote} /> : <>copying changed “{cell.before}”</>}</span>
    </>
  );
}

interface RowProps {
  row: MatrixRow;
  fields: string[];
  isOpen: boolean;
  toggle: () => void;
  look: (looked: Looked) => void;
}

function Row({ row, fields, isOpen, toggle, look }: RowProps) {
  const id = `read-${row.page}`;
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" class="event-how" aria-expanded={isOpen} aria-controls={id} title="What read each field" onClick={toggle}>
            <span aria-hidden="true">{isOpen ? "▾" : "▸"}</span>
            <span class="sr">what read each field</span>
          </button>
          <PageLink id={row.page} withDay />
        </th>
        {fields.map((field, at) => {
          const cell = row.cells[at];
          if (!cell) {
            return (
              <td key={field} class="event-untold">
                <span aria-hidden="true">·</span>
                <span class="sr">not told</span>
              </td>
            );
          }
          const told = () => look({ row, field, cell });
          return (
            <td key={field} class={cell.differs ? "event-differs" : undefined} onPointerEnter={told}>
              <a class="event-cell" href={href("pages", cell.quote.doc, { at: written(cell.quote) })} title={`“${cell.quote.quote}”, ${readBy(cell)}`} onFocus={told}>
                {cell.differs && (
                  <>
                    <span class="event-sign" aria-hidden="true">
                      ≠
                    </span>
                    <span class="sr">differs: </span>
                  </>
                )}
                <Value cell={cell} field={field} />
              </a>
            </td>
          );
        })}
      </tr>
      {isOpen && (
        <tr id={id} class="event-details">
          <th scope="row">read by</th>
          {fields.map((field, at) => {
            const cell = row.cells[at];
            return (
              <td key={field}>
                {cell && (
                  <>
                    {readBy(cell)}
                    <q dir="auto">{cell.quote.quote}</q>
                  </>
                )}
              </td>
            );
          })}
        </tr>
      )}
    </>
  );
}
