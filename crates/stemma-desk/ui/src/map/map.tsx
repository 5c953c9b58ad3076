/**
 * The events of a query on a map: a dot a spot, a badge a province or country, circles of the real uncertainty.
 */
export interface EventsOf {
  /** The query of the address, with its conditions. */
  query: URLSearchParams;
  /** The id of the selected event. */
  selected: string | null;
  onSelect: (id: string | null) => void;
}

export default function EventsMap({ query, selected, onSelect }: EventsOf) {
  return (
    <section aria-label="Map">
      <button type="button" onClick={() => onSelect(selected)}>
        {query.toString()}
      </button>
    </section>
  );
}
