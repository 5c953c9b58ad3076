/** Who said what stands on events, so that a list can name them: asked for once, and only where a person said anything. */
import { useMemo } from "preact/hooks";
import type { Fixes, FixRow } from "../api";
import { useAnswer } from "../server";

/** Whether it still stands: nobody took it back or said another thing later, and its words still tell an event. */
export function stands({ field, status }: Pick<FixRow, "field" | "status">): boolean {
  return field !== "withdraw" && (status === "applies" || status === "agrees" || status === "stale");
}

/** By the ids of events, who said what stands on them; of each, who said it first comes first. */
export function sayersOf(rows: readonly FixRow[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const row of [...rows].filter(stands).sort((a, b) => (a.at < b.at ? -1 : 1))) {
    const names = found.get(row.event) ?? [];
    if (!names.includes(row.by)) found.set(row.event, [...names, row.by]);
  }
  return found;
}

const NOBODY: readonly string[] = [];

export function useSayers(isAsked: boolean): (event: string) => readonly string[] {
  const { data } = useAnswer<Fixes>(isAsked ? "/fixes.json" : null);
  return useMemo(() => {
    const found = sayersOf(data?.rows ?? []);
    return (event) => found.get(event) ?? NOBODY;
  }, [data]);
}
