/** In which order a list stands: the field, and the other way round. For forms without heads to press, and for narrow screens. */
import { changed } from "../address";

interface Props {
  query: URLSearchParams;
  to: (next: URLSearchParams) => void;
  /** The fields that it may be put in order by, as people call them. */
  sorts: Record<string, string>;
  /** The field that it is put in order by where nobody says otherwise. */
  usual?: string;
}

export function Order({ query, to, sorts, usual = "day" }: Props) {
  const sortBy = (name: string) => to(changed(query, { sort: name === usual ? null : name, reverse: null }));
  return (
    <>
      <label class="order">
        In order of{" "}
        <select class="field" value={query.get("sort") ?? usual} onChange={(event) => sortBy(event.currentTarget.value)}>
          {Object.entries(sorts).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="button" aria-pressed={query.has("reverse")} onClick={() => to(changed(query, { reverse: query.has("reverse") ? null : "true" }))}>
        Other way round
      </button>
    </>
  );
}
