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
  /** The first answer that these follow; with another one they are no longer right. */
  of: L;
  rows: L["rows"];
  next: string | null;
  error: Refusal | null;
}

export function useRows<L extends Listing & { rows: unknown[] }>(path: string | null): Rows<L> {
  const { data, error, isLoading } = useAnswer<L>(path);
  const [following, follow] = useState<Following<L> | null>(null);
  const [isLoadingMore, setLoading] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), [data]);
  const after = following && following.of === data ? following : null;
  const next = after ? after.next : (data?.next ?? null);

  function more(): void {
    if (!data || !path || !next || isLoadingMore || isLoading) return;
    const here = new AbortController();
    stop.current = here;
    setLoading(true);
    const before = after?.rows ?? [];
    get<L>(`${path}${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(next)}`, here.signal)
      .then(
        (answer) => follow({ of: data, rows: [...before, ...answer.rows], next: answer.next, error: null }),
        (refusal: unknown) => {
          if (!here.signal.aborted) follow({ of: data, rows: before, next: null, error: refusal as Refusal });
        },
      )
      .finally(() => setLoading(false));
  }

  const rows = data ? (after ? [...data.rows, ...after.rows] : data.rows) : [];
  return { data, rows, error: error ?? after?.error ?? null, isLoading, hasMore: next !== null, isLoadingMore, more };
}
