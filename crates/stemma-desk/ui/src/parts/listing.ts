/** The rows of a list, page by page: the first comes with the address, those that follow when they are asked for. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Listing } from "../api";
import { get, useAnswer, type Refusal } from "../server";

export interface Rows<L extends Listing & { rows: unknown[] }> {
  /** The first answer, with its counts; the last one stays while the next is on its way. */
  data: L | null;
  rows: L["rows"];
  error: Refusal | null;
  isLoading: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  more: () => void;
}

interface Following<L extends Listing & { rows: unknown[] }> {
  path: string;
  /** The first answer that these follow. With another one, as when the store changed, they are asked for anew. */
  of: L;
  rows: L["rows"];
  next: string | null;
  error: Refusal | null;
}

/** The most rows of JSON that the server gives at once; tables for programs have all. */
export const MOST_ROWS = "1000";

export function useRows<L extends Listing & { rows: unknown[] }>(path: string | null): Rows<L> {
  const { data, error, isLoading } = useAnswer<L>(path);
  const [following, follow] = useState<Following<L> | null>(null);
  const [isLoadingMore, setLoading] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const after = following && following.path === path ? following : null;
  const next = after ? after.next : (data?.next ?? null);

  /** Asks for the rows from a cursor on, which then follow those in `before`. */
  function ask(of: L, cursor: string, before: L["rows"], limit?: number): void {
    if (!path) return;
    stop.current?.abort();
    const here = new AbortController();
    stop.current = here;
    setLoading(true);
    const asked = new URLSearchParams({ ...(limit ? { limit: String(limit) } : {}), cursor });
    get<L>(`${path}${path.includes("?") ? "&" : "?"}${asked}`, here.signal).then(
      (answer) => {
        follow({ path, of, rows: [...before, ...answer.rows], next: answer.next, error: null });
        setLoading(false);
      },
      (refusal: unknown) => {
        if (here.signal.aborted) return;
        follow({ path, of, rows: before, next: null, error: refusal as Refusal });
        setLoading(false);
      },
    );
  }

  useEffect(() => {
    if (!after && isLoadingMore) {
      stop.current?.abort();
      setLoading(false);
    }
    // The store changed: what was shown stays until it is there anew, so that nobody loses the place where they read.
    if (after && data && after.of !== data && !isLoading) {
      if (data.next) ask(data, data.next, [], Math.min(after.rows.length, Number(MOST_ROWS)));
      else follow(null);
    }
  }, [data, path]);
  useEffect(() => () => stop.current?.abort(), []);

  function more(): void {
    if (data && next && !isLoadingMore && !isLoading) ask(data, next, after?.rows ?? []);
  }
  const rows = data ? (after ? [...data.rows, ...after.rows] : data.rows) : [];
  return { data, rows, error: error ?? after?.error ?? null, isLoading, hasMore: next !== null, isLoadingMore: isLoadingMore || isLoading, more };
}
