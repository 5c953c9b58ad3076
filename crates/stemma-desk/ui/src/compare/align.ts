/**
 * What two pages beside each other need to know: which paragraphs have to be seen, how far one page is scrolled where the other is, and
 * the words around a change. Pure; nothing here is drawn or measured.
 */
import type { Block, Compare, ComparePassage, CompareChange, Side, Span } from "../api";
import type { Slices } from "../parts/spans";

export type Which = "a" | "b";

/** A change with the passage that it stands in, in the order of the younger page. */
export interface Numbered {
  at: number;
  change: CompareChange;
  passage: number;
}

export function numbered(passages: readonly ComparePassage[]): Numbered[] {
  const all = passages.flatMap((passage, index) => passage.changes.map((change) => ({ at: 0, change, passage: index })));
  all.sort((x, y) => x.change.b.start - y.change.b.start || x.change.a.start - y.change.a.start);
  return all.map((one, at) => ({ ...one, at }));
}

/** Whether two stretches share words; one without words, whether it stands in or at the other. */
export function touches(a: Span, b: Span): boolean {
  return a.start === a.end || b.start === b.end ? a.start <= b.end && b.start <= a.end : a.start < b.end && b.start < a.end;
}

/** Paragraphs one after the other: those that are seen, and between them those that are folded away. */
export type Shown = { block: Block; folded?: undefined } | { block?: undefined; folded: Block[]; same: number };

/** Parts of the article, and all that was copied from or to somewhere else. */
export function blocksOf(side: Side, which: Which, passages: readonly ComparePassage[]): Block[] {
  return side.blocks.filter((block) => block.is_of_article || passages.some((passage) => touches(block, passage[which])));
}

/** Paragraphs with a change are seen, all others folded; without any change, all are seen. */
export function fold(blocks: readonly Block[], which: Which, compare: Pick<Compare, "passages">, isWhole: boolean): Shown[] {
  const changes = compare.passages.flatMap((passage) => passage.changes.map((change) => change[which]));
  const found: Shown[] = [];
  for (const block of blocks) {
    if (isWhole || changes.length === 0 || changes.some((change) => touches(block, change))) {
      found.push({ block });
      continue;
    }
    const isSame = compare.passages.some((passage) => touches(block, passage[which]));
    const last = found.at(-1);
    if (last?.folded) {
      last.folded.push(block);
      last.same += isSame ? 1 : 0;
    } else found.push({ folded: [block], same: isSame ? 1 : 0 });
  }
  return found;
}

/** "3 paragraphs: 2 the same, 1 only here". */
export function folded({ folded: blocks, same }: { folded: readonly Block[]; same: number }): string {
  const paragraphs = `${blocks.length} ${blocks.length === 1 ? "paragraph" : "paragraphs"}`;
  const own = blocks.length - same;
  if (own === 0) return `${paragraphs} the same`;
  if (same === 0) return `${paragraphs} only here`;
  return `${paragraphs}: ${same} the same, ${own} only here`;
}

/** Heights at which both pages say the same. */
export interface Anchor {
  a: number;
  b: number;
}

/** Those anchors that come in the same order in both pages, from top to bottom: only by these can one page follow the other. */
export function inOrder(anchors: readonly Anchor[]): Anchor[] {
  const found: Anchor[] = [];
  for (const anchor of [...anchors].sort((x, y) => x.a - y.a || x.b - y.b)) {
    const last = found.at(-1);
    if (!last || (anchor.a > last.a && anchor.b > last.b)) found.push(anchor);
  }
  return found;
}

/** Where the other page is at this height of one: in proportion between the two nearest anchors, and as far away beyond them. */
export function follow(anchors: readonly Anchor[], from: Which, height: number): number {
  const to = from === "a" ? "b" : "a";
  const next = anchors.findIndex((anchor) => anchor[from] > height);
  const before = anchors[next < 0 ? anchors.length - 1 : next - 1];
  const after = next < 0 ? undefined : anchors[next];
  if (before && after) return before[to] + ((height - before[from]) / (after[from] - before[from])) * (after[to] - before[to]);
  const only = before ?? after;
  return only ? only[to] + height - only[from] : height;
}

/** Words around a change, so many characters to each side, cut between words. */
export function around(slices: Slices, span: Span, within: Span, reach = 90): { before: string; words: string; after: string } {
  const [start, end] = [slices.unit(span.start), slices.unit(span.end)];
  const [first, last] = [slices.unit(within.start), slices.unit(within.end)];
  let from = Math.max(start - reach, first);
  if (from > first) {
    const space = slices.text.slice(from, start).search(/\s/);
    from = space < 0 ? start : from + space + 1;
  }
  let to = Math.min(end + reach, last);
  if (to < last) {
    const space = slices.text.slice(end, to).search(/\s\S*$/);
    to = space < 0 ? end : end + space;
  }
  return {
    before: (from > first ? "… " : "") + slices.text.slice(from, start),
    words: slices.text.slice(start, end),
    after: slices.text.slice(end, to) + (to < last ? " …" : ""),
  };
}
