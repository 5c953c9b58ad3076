/** The way to the form that mends an event, from wherever a field of it is shown. */
import { changed, href, type Address } from "../address";
import type { EventRecord } from "../api";
import { isField } from "../review/changes";

/** The field that the form begins at is part of the address; this stands for the first one. */
export const FIRST = "1";

/** Where the form of an event is opened, at a field of it. */
export function mending({ id, query }: Address, field: string | null): string {
  return href("events", id, changed(query, { fix: field }));
}

/** The field of an event that was pointed at last in its matrix: what somebody looked at is what they mean to mend. */
let pointed = { event: "", field: "" };

export function pointAt(event: string, field: string): void {
  pointed = { event, field };
}

/** The field that the form begins at where nobody said one: that which was looked at, else the place where pages differ on it, else the day. */
export function beginsAt({ event, matrix }: Pick<EventRecord, "matrix"> & { event: { id: string } }): string {
  if (pointed.event === event.id && isField(pointed.field)) return pointed.field;
  const place = matrix.fields.indexOf("place");
  return matrix.rows.some(({ cells }) => cells[place]?.differs) ? "place" : "day";
}

/** Opens the form at one field. */
export function Mend({ address, field, what }: { address: Address; field: string; what: string }) {
  return (
    <a class="event-mend" href={mending(address, field)} aria-label={`Mend: ${what}`}>
      mend
    </a>
  );
}
