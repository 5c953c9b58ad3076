/**
 * What was written into the form of an event and not said yet. It is kept while the desk is open, so that a look at another page or a slip of
 * the finger loses nothing; it is gone with the tab, and once it was said.
 */
import type { Draft } from "./changes";

export interface Kept {
  /** What stood there when it was begun. */
  before: Draft;
  draft: Draft;
  merge: string;
  split: string;
  why: string;
}

/** Nobody comes back to more forms than these. */
const MOST = 20;
const kept = new Map<string, Kept>();

export function recall(event: string): Kept | undefined {
  return kept.get(event);
}

/** Keeps what was written; nothing where nothing was. */
export function keep(event: string, written: Kept): void {
  kept.delete(event);
  const { before, draft, merge, split, why } = written;
  if (JSON.stringify(before) === JSON.stringify(draft) && !merge && !split && !why) return;
  kept.set(event, written);
  const oldest = kept.keys().next();
  if (kept.size > MOST && !oldest.done) kept.delete(oldest.value);
}

export function forget(event: string): void {
  kept.delete(event);
}
