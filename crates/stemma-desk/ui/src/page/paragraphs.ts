/**
 * The text of a page in the order in which it is read: parts of the article one by one, and what was cut from it gathered between them.
 * Words that stand in no block are shown as cut too, so that nothing of a page is missing.
 */
import type { Block, Span } from "../api";
import type { Slices } from "../parts/spans";

export type Paragraph = { kept: Block; cut?: undefined } | { kept?: undefined; cut: Block[] };

export function paragraphs(slices: Slices, blocks: readonly Block[]): Paragraph[] {
  const found: Paragraph[] = [];
  let reached = 0;
  const add = (block: Block) => {
    const last = found.at(-1);
    if (block.is_of_article) found.push({ kept: block });
    else if (last?.cut) last.cut.push(block);
    else found.push({ cut: [block] });
  };
  const between = (end: number) => {
    if (end > reached && slices.cut({ start: reached, end }).trim() !== "") add({ start: reached, end, kind: "other", is_of_article: false });
  };
  for (const block of [...blocks].sort((a, b) => a.start - b.start || a.end - b.end)) {
    between(block.start);
    const start = Math.max(block.start, reached);
    if (block.end > start) add({ ...block, start });
    reached = Math.max(reached, block.end);
  }
  between(slices.length);
  return found;
}

export function spanOf(paragraph: Paragraph): Span {
  if (paragraph.kept) return paragraph.kept;
  return { start: paragraph.cut[0]?.start ?? 0, end: paragraph.cut.at(-1)?.end ?? 0 };
}

export const KINDS: Record<string, string> = {
  title: "title",
  byline: "byline",
  dateline: "dateline",
  body: "text",
  quote: "quoted",
  caption: "caption",
  nav: "navigation",
  comment: "comments of readers",
  related: "links to other pages",
  share: "buttons to share",
  login: "login box",
  ad: "advertisement",
  other: "other",
};

/** "navigation 3, advertisement". */
export function inWords(cut: readonly Block[]): string {
  const counts = new Map<string, number>();
  for (const block of cut) counts.set(block.kind, (counts.get(block.kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${KINDS[kind] ?? kind}${count > 1 ? ` ${count}` : ""}`).join(", ");
}
