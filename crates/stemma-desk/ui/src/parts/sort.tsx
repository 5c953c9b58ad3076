/** The head of a column that puts a list in order: pressed once by its field, pressed again the other way round. */
import { changed, go, href } from "../address";

/** Fields of which the greatest come first. */
const FALL = new Set(["killed", "origins", "articles", "confidence", "doubt", "events", "pages", "originals", "copies", "copied", "credited", "altered"]);

/** Whether the greatest come first. */
export function falls(sort: string, isReverse: boolean): boolean {
  return FALL.has(sort) !== isReverse;
}

interface Sorting {
  view: string;
  query: URLSearchParams;
  sort: string;
  words: string;
  isNumber?: boolean;
  /** The field that the list is put in order by where nobody says otherwise. */
  usual?: string;
}

export function SortHead({ view, query, sort, words, isNumber = false, usual = "day" }: Sorting) {
  const isOn = (query.get("sort") ?? usual) === sort;
  const isReverse = isOn && query.has("reverse");
  const isFalling = falls(sort, isReverse);
  const press = () => go(href(view, null, changed(query, { sort: sort === usual ? null : sort, reverse: isOn && !isReverse ? "true" : null })));
  return (
    <th scope="col" class={isNumber ? "number" : undefined} aria-sort={isOn ? (isFalling ? "descending" : "ascending") : undefined}>
      <button type="button" class="sort" onClick={press} title={isOn ? "Put in order the other way round" : `Put in order by ${sort}`}>
        {words}
        <span aria-hidden="true" class="sort-arrow">
          {isOn && (isFalling ? "▼" : "▲")}
        </span>
      </button>
    </th>
  );
}
