/**
 * What was said of events, each with how it stands: who took it back stands beside what was taken back, and is no line of its own.
 */
import type { FixRow } from "../api";
import { minute } from "../parts/words";

export interface Standing {
  row: FixRow;
  /** What takes it back, where anything does. */
  takenBack: FixRow | null;
}

export function standing(rows: readonly FixRow[]): Standing[] {
  const known = new Set(rows.map(({ id }) => id));
  const back = new Map(rows.filter(({ field }) => field === "withdraw").map((row) => [row.value, row]));
  // One that takes back what is not among these is still something that was said.
  return rows.filter(({ field, value }) => field !== "withdraw" || !known.has(value)).map((row) => ({ row, takenBack: back.get(row.id) ?? null }));
}

/** "taken back by Ada on 2026-06-09 14:05: a slip". */
export function TakenBackBy({ fix }: { fix: FixRow | null }) {
  if (!fix) return <>taken back</>;
  return (
    <>
      taken back by <bdi dir="auto">{fix.by}</bdi> on <time dateTime={fix.at}>{minute(fix.at)}</time>
      {fix.why && (
        <>
          : <bdi dir="auto">{fix.why}</bdi>
        </>
      )}
    </>
  );
}
