/** The event that is shown and those that come next, asked for ahead, so that an answer is followed by the next card at once. */
import { useRef } from "preact/hooks";
import type { EventRecord, PageRecord } from "../api";
import { useAnswer, type Refusal } from "../server";

export interface Shown {
  record: EventRecord | null;
  error: Refusal | null;
}

const of = (id: string | null | undefined) => (id ? `/events/${encodeURIComponent(id)}.json` : null);

/** The record of an event; `next` is loaded with its first page while the reader looks at this one. */
export function useRecord(id: string | null, next: string | null): Shown {
  const known = useRef(new Map<string, EventRecord>());
  const now = useAnswer<EventRecord>(of(id));
  const ahead = useAnswer<EventRecord>(of(next));
  const words = ahead.data?.event.id === next ? ahead.data?.event.mentions[0]?.doc : undefined;
  useAnswer<PageRecord>(words ? `/pages/${encodeURIComponent(words)}.json` : null);
  for (const { data } of [ahead, now]) if (data) known.current.set(data.event.id, data);
  // An id may lead to the event that has its words now, under another id.
  const isOther = !now.isLoading && now.data !== null && now.data.event.id !== id && id !== null && !known.current.has(id);
  const record = id === null ? null : isOther ? now.data : (known.current.get(id) ?? null);
  return { record, error: now.isLoading ? null : now.error };
}
