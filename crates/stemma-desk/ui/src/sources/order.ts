/** What is worked out of the numbers of outlets: their originals, shares that small numbers do not allow, and the order of their table. */
import type { SourceRow } from "../api";
import { falls } from "../parts/sort";

/** A share of fewer than this says more about chance than about the outlet. */
const ENOUGH = 10;

/** "2 of 3"; "12 of 40 (30 %)" where there are enough of them; nothing where there are none. */
export function share(part: number, whole: number): string {
  if (whole === 0) return "";
  const said = `${part} of ${whole}`;
  return whole < ENOUGH ? said : `${said} (${Math.round((100 * part) / whole)} %)`;
}

/** Pages with no words from anywhere else, as far as is known. */
export function originals({ pages, copies }: SourceRow): number {
  return Math.max(0, pages - copies);
}

/** What the Admiralty code says of a source. */
export const LETTERS = {
  A: "reliable",
  B: "usually reliable",
  C: "fairly reliable",
  D: "not usually reliable",
  E: "unreliable",
  F: "reliability cannot be judged",
} as const;
export type Letter = keyof typeof LETTERS;

const FIELDS: Record<string, (row: SourceRow) => number | string | null> = {
  outlet: ({ outlet }) => outlet.toLocaleLowerCase("en"),
  pages: ({ pages }) => pages,
  originals,
  copies: ({ copies }) => copies,
  copied: ({ copied }) => copied,
  credited: ({ credited, copies }) => (copies ? credited / copies : null),
  altered: ({ altered }) => altered,
  delay: ({ delay_days }) => delay_days,
  events: ({ events }) => events,
  reliability: ({ reliability }) => reliability,
};

export const USUAL = "pages";

/** What is not known comes last, whichever way round. */
export function ordered(rows: readonly SourceRow[], sort: string, isReverse: boolean): SourceRow[] {
  const field = FIELDS[sort] ?? FIELDS[USUAL]!;
  const turn = falls(FIELDS[sort] ? sort : USUAL, isReverse) ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [first, second] = [field(a), field(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null) || byName(a, b);
    return first < second ? -turn : first > second ? turn : byName(a, b);
  });
}

function byName(a: SourceRow, b: SourceRow): number {
  return a.outlet < b.outlet ? -1 : 1;
}
