/** The end of a list: asks for the rows that follow when it comes into sight, or when its button is pressed. */
import { useEffect, useRef } from "preact/hooks";
import { number } from "./words";

/** Rows are asked for when the end is this near, so that nobody waits for them. */
const AHEAD = "600px";

export function More({ shown, total, hasMore, isLoading, more }: { shown: number; total: number; hasMore: boolean; isLoading: boolean; more: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const run = useRef(more);
  run.current = more;
  useEffect(() => {
    if (!end.current || !hasMore || isLoading) return;
    const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && run.current(), { rootMargin: AHEAD });
    seen.observe(end.current);
    return () => seen.disconnect();
    // After more rows the end may still be in sight, so it is looked at again.
  }, [hasMore, shown, isLoading]);
  if (!hasMore) return null;
  return (
    <div ref={end} class="more">
      <button type="button" class="button" onClick={more} disabled={isLoading}>
        {isLoading ? "Loading …" : "More rows"}
      </button>
      <span class="more-words">
        {number(shown)} of {number(total)} shown
      </span>
    </div>
  );
}
