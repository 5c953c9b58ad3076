/** A page, and two of them side by side. */
import type { EventRow, PageRow, StoryRow } from "./rows";
import type { Alteration, TreeEdge } from "./story";
import type { Day, Marked, Span } from "./terms";

export interface Block extends Span {
  kind: string;
  /** Whether it is part of the article; else it was cut. */
  is_of_article: boolean;
}
/** A stretch of the text that something was read in. */
export interface Layer extends Span {
  layer: "name" | "place" | "time" | "attribution" | "event";
  /** What was made of it: the name of the register, the place with its country, the day, who says it, the kind of event. */
  value: string;
  /** The event it is part of, where it is one. */
  event: string | null;
}

/** `/pages/{id}.json` */
export interface PageRecord {
  page: PageRow;
  marks: Marked[];
  /** The text layer; all spans are bytes of its UTF-8. */
  text: string;
  sha256: string;
  bytes: number;
  published: { from: Day; to: Day; evidence: string } | null;
  blocks: Block[];
  layers: Layer[];
  events: EventRow[];
  story: StoryRow | null;
  parents: TreeEdge[];
  children: TreeEdge[];
  notes: string[];
  stamp: string;
}

/** `/compare.json?a=PAGE&b=PAGE`: a is the older or the parent. */
export interface Compare {
  a: Side;
  b: Side;
  /** The probability that b has its words from a; null where nothing says so. */
  p: number | null;
  evidence: string[];
  passages: ComparePassage[];
  stamp: string;
}
export interface Side {
  page: PageRow;
  text: string;
  blocks: Block[];
}
export interface ComparePassage {
  a: Span;
  b: Span;
  words: number;
  edits: number;
  changes: CompareChange[];
}
export interface CompareChange {
  a: Span;
  b: Span;
  /** What it changes, where it changes a fact; `words` where it does not, `added` and `left_out` where one side is empty. */
  kind: Alteration["kind"] | "words" | "added" | "left_out";
}
