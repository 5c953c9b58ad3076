/**
 * The queue of the review: which event comes next. None is left out by accident: what was passed by comes again at the end, what came into
 * the store meanwhile stands behind, and an answer that was not kept brings its event back.
 */
import type { EventRow } from "../api";

export interface Queue {
  /** In the order in which they are gone through. */
  rows: EventRow[];
  /** Answered here, by id; they stay in their places, so that one can go back to them. */
  answered: ReadonlySet<string>;
  /** To be shown before all others: those whose answer was not kept. */
  returned: string[];
}

export const EMPTY: Queue = { rows: [], answered: new Set(), returned: [] };

/**
 * The queue with what the server lists now. Where it lists all there is (`isWhole`), what it no longer has was answered elsewhere and goes;
 * but not the one that is looked at (`current`), from whose place the queue goes on.
 */
export function taken(queue: Queue, listed: EventRow[], isWhole: boolean, current: string | null = null): Queue {
  const now = new Map(listed.map((row) => [row.id, row]));
  const stays = (row: EventRow) => now.has(row.id) || queue.answered.has(row.id) || row.id === current || !isWhole;
  const known = new Set(queue.rows.map((row) => row.id));
  const rows = queue.rows.filter(stays).map((row) => now.get(row.id) ?? row);
  return { ...queue, rows: [...rows, ...listed.filter((row) => !known.has(row.id))] };
}

/** The event after this one that has no answer; from the beginning again at the end; null where all have one. */
export function next(queue: Queue, current: string | null): string | null {
  const returned = queue.returned.find((id) => id !== current);
  if (returned) return returned;
  const at = queue.rows.findIndex((row) => row.id === current);
  const isOpen = (row: EventRow) => row.id !== current && !queue.answered.has(row.id);
  const found = queue.rows.slice(at + 1).find(isOpen) ?? queue.rows.slice(0, Math.max(at, 0)).find(isOpen);
  return found?.id ?? null;
}

/** The event before this one, answered or not; null at the beginning. */
export function previous(queue: Queue, current: string | null): string | null {
  const at = queue.rows.findIndex((row) => row.id === current);
  return queue.rows[at - 1]?.id ?? null;
}

/** Whether going on from here begins the queue again with what was passed by. */
export function isRound(queue: Queue, current: string | null): boolean {
  const at = queue.rows.findIndex((row) => row.id === current);
  const goesTo = queue.rows.findIndex((row) => row.id === next(queue, current));
  return goesTo >= 0 && goesTo < at;
}

export function answered(queue: Queue, ids: string[]): Queue {
  const returned = queue.returned.filter((id) => !ids.includes(id));
  return { ...queue, returned, answered: new Set([...queue.answered, ...ids]) };
}

/** The answer was taken back; the events are open again in their places. */
export function reopened(queue: Queue, ids: string[]): Queue {
  return { ...queue, answered: new Set([...queue.answered].filter((id) => !ids.includes(id))) };
}

/** The answer was not kept; the events come before all others. */
export function returned(queue: Queue, ids: string[]): Queue {
  const back = ids.filter((id) => !queue.returned.includes(id));
  return { ...reopened(queue, ids), returned: [...queue.returned, ...back] };
}

/** It was looked at and passed by without an answer: it comes again in its turn, and no more before all others. */
export function passed(queue: Queue, id: string): Queue {
  return queue.returned.includes(id) ? { ...queue, returned: queue.returned.filter((known) => known !== id) } : queue;
}

/** Events of the queue without an answer. */
export function open(queue: Queue): number {
  return queue.rows.filter((row) => !queue.answered.has(row.id)).length;
}
