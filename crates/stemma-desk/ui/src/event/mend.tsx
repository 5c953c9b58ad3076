/** The way to the form that mends an event, from wherever a field of it is shown. */
import { changed, href, type Address } from "../address";

/** The field that the form begins at is part of the address; this stands for the first one. */
export const FIRST = "1";

/** Where the form of an event is opened, at a field of it. */
export function mending({ id, query }: Address, field: string | null): string {
  return href("events", id, changed(query, { fix: field }));
}

/** Opens the form at one field. */
export function Mend({ address, field, what }: { address: Address; field: string; what: string }) {
  return (
    <a class="event-mend" href={mending(address, field)} aria-label={`Mend: ${what}`}>
      mend
    </a>
  );
}
