/** What people marked pages as: a badge each, with who did it, when and why; of an event, of which of its pages. */
import type { Marked } from "../api";
import { MarkedAs } from "./marks";
import { PageLink } from "./record";
import { minute } from "./words";
import "./marked.css";

/** `kinds` is how rows tell it: a mark of which no more can be read than its kind has its badge nevertheless. */
export function MarkedBy({ marks, kinds, withPage = false }: { marks: readonly Marked[]; kinds: string; withPage?: boolean }) {
  const unsigned = kinds.split("; ").filter((kind) => kind && !marks.some(({ mark }) => mark === kind));
  if (marks.length + unsigned.length === 0) return null;
  return (
    <ul class="marked" aria-label="What people marked it as">
      {marks.map((mark) => (
        <li key={mark.id}>
          <MarkedAs kind={mark.mark} /> marked by <bdi dir="auto">{mark.by}</bdi>, <time dateTime={mark.at}>{minute(mark.at)}</time>
          {withPage && (
            <>
              , of <PageLink id={mark.of} />
            </>
          )}
          {mark.why && (
            <>
              : <bdi dir="auto">{mark.why}</bdi>
            </>
          )}
        </li>
      ))}
      {unsigned.map((kind) => (
        <li key={kind}>
          <MarkedAs kind={kind} /> who marked it cannot be read
        </li>
      ))}
    </ul>
  );
}
