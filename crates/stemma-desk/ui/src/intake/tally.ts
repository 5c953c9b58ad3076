/**
 * What became of the files of one visit. The server counts since it was last idle, and may have been idle while files were still on their
 * way; so what it counted before is added up here.
 */
import type { IntakeState } from "../api";

type Counts = Pick<IntakeState, "read" | "new" | "known" | "refused" | "lines">;

export interface Tally {
  earlier: Counts;
  /** What the server told last; null before it told anything of this visit. */
  last: IntakeState | null;
}

const NONE: Counts = { read: 0, new: 0, known: 0, refused: [], lines: [] };

export const NOTHING: Tally = { earlier: NONE, last: null };

/** With what the server tells now. */
export function told(tally: Tally, now: IntakeState): Tally {
  const { last } = tally;
  // A count only falls where the server began to count anew.
  const isAnew = last !== null && (now.read < last.read || now.new < last.new || now.known < last.known);
  return { earlier: isAnew ? sum(tally.earlier, last) : tally.earlier, last: now };
}

export function total({ earlier, last }: Tally): Counts {
  return last ? sum(earlier, last) : earlier;
}

function sum(a: Counts, b: Counts): Counts {
  return {
    read: a.read + b.read,
    new: a.new + b.new,
    known: a.known + b.known,
    refused: [...a.refused, ...b.refused],
    lines: [...a.lines, ...b.lines],
  };
}
