/** A story, and who has words from whom in it. */
import type { Contradiction } from "./event";
import type { EventRow, PageRow } from "./rows";
import type { Day, Span } from "./terms";

/** `/stories/{id}.json` */
export interface StoryRecord {
  id: string;
  title: string;
  from: Day | null;
  to: Day | null;
  documents: string[];
  pages: PageRow[];
  tree: Tree;
  events: EventRow[];
  contradictions: Contradiction[];
  changes: StoryChange[];
  stamp: string;
}

/** A family tree: who has words from whom. Nothing below a probability of .2. */
export interface Tree {
  nodes: TreeNode[];
  edges: TreeEdge[];
}
export interface TreeNode {
  /** The id of a page, or `unseen:` and the label of a source that nobody collected. */
  id: string;
  /** page: collected; unseen: credited or inferred, and not collected. */
  kind: "page" | "unseen";
  /** Whether an unseen source is named by a page (a ring) or only worked out (a question mark). */
  is_credited: boolean;
  label: string;
  title: string | null;
  from: Day | null;
  to: Day | null;
  /** Words of its article; not counted in a story of very many pages. */
  words: number | null;
  events: number;
}
export interface TreeEdge {
  child: string;
  parent: string;
  p: number;
  one_text: number;
  /** Words that both have, and words that differ. */
  words: number;
  edits: number;
  /** Days from the parent to the child, where both are known. */
  days: number | null;
  evidence: string[];
  alterations: Alteration[];
}
/** Words of a copy that say something else than those they were copied from. */
export interface Alteration {
  kind: "number" | "date" | "name" | "direction" | "negation" | "attribution";
  before: string;
  after: string;
  child_span: Span;
  parent: string;
  parent_span: Span;
}
export interface StoryChange {
  kind: string;
  in_words: string;
}
