/** What read a field, and what each page says in it: beside the value, so that a person sees what is corrected. */
import { href } from "../address";
import type { EventRecord, MatrixRow } from "../api";
import { nameOf } from "../parts/record";
import { written } from "../parts/spans";
import type { Taken } from "./changes";

export interface Reading extends Taken {
  rule: string;
  p: number | null;
  differs: boolean;
  rows: MatrixRow[];
  at: string;
}

/** The different things that pages say in a field; those that say the same stand together. */
export function readings({ matrix }: Pick<EventRecord, "matrix">, field: string): Reading[] {
  const column = matrix.fields.indexOf(field);
  const found = new Map<string, Reading>();
  if (column < 0) return [];
  for (const row of matrix.rows) {
    const cell = row.cells[column];
    if (!cell) continue;
    const known = found.get(cell.value);
    if (known) {
      known.rows.push(row);
      known.p = Math.max(known.p ?? 0, cell.p ?? 0) || null;
    } else {
      const at = href("pages", cell.quote.doc, { at: written(cell.quote) });
      found.set(cell.value, { value: cell.value, said: cell.said, point: cell.point, rule: cell.rule, p: cell.p, differs: cell.differs, rows: [row], at });
    }
  }
  return [...found.values()];
}

/** ".84"; a probability of one is never said of what was read. */
export function sure(p: number): string {
  return p >= 0.995 ? ">.99" : p.toFixed(2).replace(/^0/, "");
}

interface Props {
  record: EventRecord;
  field: string;
  /** In a form: takes the value into the field. Its words are then looked at in another tab, so that nobody leaves what they write. */
  onTake?: ((reading: Reading) => void) | undefined;
}

/** "≠ 16 The Prairie Post · events/verbs.toml: kill, .84", a line for each thing that is said. */
export function Readings({ record, field, onTake }: Props) {
  const all = readings(record, field);
  const named = (row: MatrixRow | undefined) => row && nameOf(record.pages.find(({ id }) => id === row.page), row.page);
  if (all.length === 0) return null;
  return (
    <ul class="readings">
      {all.map((reading) => (
        <li key={reading.value} class={reading.differs ? "readings-differs" : ""}>
          {reading.differs && <abbr title="differs from the value of the event">≠</abbr>}{" "}
          {onTake ? (
            <>
              <button type="button" class="readings-take" title="Take this value" aria-label={`Take ${reading.value}`} onClick={() => onTake(reading)}>
                <bdi>{reading.value}</bdi>
              </button>{" "}
              <a class="readings-words" href={reading.at} target="_blank" rel="noopener" aria-label={`See the words of ${reading.value} in another tab`}>
                see the words
              </a>
            </>
          ) : (
            <a href={reading.at}>
              <bdi>{reading.value}</bdi>
            </a>
          )}{" "}
          <span class="readings-by">
            {reading.rows.length > 1 ? `${reading.rows.length} pages` : <bdi>{named(reading.rows[0])}</bdi>} · {reading.rule}
            {reading.p !== null && `, ${sure(reading.p)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
