/** An event with all that hangs on it. */
import type { FixRow } from "./review";
import type { EventRow, PageRow } from "./rows";
import type { Checked, Day, Marked, Quote, Span } from "./terms";

export interface Party {
  name: string;
  id: string | null;
}

export interface Interval {
  from: Day;
  to: Day;
  precision: string;
}

export interface Place {
  name: string;
  geonames: number | null;
  lat: number | null;
  lon: number | null;
  country: string | null;
  admin1?: string;
  level: string | null;
  radius_km: number | null;
  relation: { kind: string; distance_km: number | null; bearing_deg: number | null } | null;
  carried?: boolean;
}

export interface Toll {
  measure: string;
  group: string;
  low: number | null;
  best: number | null;
  high: number | null;
  scope: "event" | "period" | "cumulative";
}

export interface TollReport extends Quote {
  low: number | null;
  best: number | null;
  high: number | null;
  claim: string | null;
}

export interface TollEstimate extends Toll {
  policy: "conservative" | "best" | "range";
  /** The reports that it rests on, one of each origin. */
  by_claim: TollReport[];
}

/** An event as the export gives it. */
export interface Event {
  id: string;
  story: string | null;
  summary: string;
  grain: "atomic" | "summary";
  kind: string;
  plover: string;
  mode: string | null;
  acled: string | null;
  acled_sub: string | null;
  /** asserted, background, ordered, future, hypothetical, denied, negated. */
  assertion: string;
  actors: Party[];
  recipients: Party[];
  place: Place | null;
  time: Interval | null;
  toll: (Toll & Span)[];
  tolls: TollEstimate[];
  territory: string | null;
  mentions: Quote[];
  articles: number;
  origins: { min: number; max: number; reason: string };
  origin_groups: string[][];
  grade: { admiralty_number: number; trace: string; airwars: string | null; airwars_trace: string | null };
  certainty: number | null;
  confidence: number | null;
  contradictions: string[];
  corrections: (Quote & { kind: "corrects" | "retracts" })[];
  links: { event: string; relation: string; reason: string }[];
  reasons: string[];
  review: Review | null;
}

export interface Review {
  checked: Exclude<Checked, ""> | null;
  fixes: AppliedFix[];
}

/** A fix as it stands on an event. `said` and `machine` are values by field; `in_words` says it to people. */
export interface AppliedFix {
  id: string;
  at: string;
  by: string;
  why: string;
  said: unknown;
  machine?: unknown;
  status: FixStatus;
}
export type FixStatus = "applies" | "agrees" | "stale" | "replaced" | "withdrawn" | "lost";

export interface Claim {
  id: string;
  doc: string;
  source: string;
  chain: string[];
  content: Quote;
  event: string | null;
}

export interface Contradiction {
  id: string;
  kind: string;
  a: Quote;
  b: Quote;
  note: string;
  correction?: Quote & { kind: string };
  denial?: { by: string | null; is_open: boolean };
}

/** Who told an event first, who copied, who tells it independently. */
export interface Who {
  event: string;
  summary: string;
  /** Pages that copy no other page of the event, the earliest first. */
  roots: Root[];
  origins_min: number;
  origins_max: number;
}
export interface Root {
  page: PageRow;
  quoting: string[];
  /** A source of its words that nobody collected. */
  unseen: string | null;
  days: number | null;
  /** Goes back to the same text as an earlier root. */
  shares_origin: boolean;
  copies: Copied[];
}
export interface Copied {
  page: PageRow;
  parent: string;
  p: number;
  words: number;
  edits: number;
  days: number | null;
  quoting: string[];
}

/** A capsule of an event's or a claim's origins: pages that go back to one text stand together. */
export interface Capsule {
  /** A label: the outlet of its first page, or the unseen source. */
  label: string;
  pages: string[];
  /** Whether it may be one with another capsule: drawn dashed. */
  is_doubtful: boolean;
}

/** The matrix of sources and fields: a row a page, a cell a field as that page tells it. */
export interface Matrix {
  /** Fields that any page tells, in their order: day, place, kind, told, actor, recipient, killed, injured, … */
  fields: string[];
  rows: MatrixRow[];
  /** Pages that tell it, too, and are not shown. */
  left_out: number;
}
export interface MatrixRow {
  page: string;
  outlet: string | null;
  /** Which capsule it belongs to. */
  capsule: number | null;
  /** In the order of `fields`. */
  cells: (Cell | null)[];
}
export interface Cell {
  /** The value in words. */
  value: string;
  /** The same as a fix says it. */
  said: string;
  /** The words of the page. */
  quote: Quote;
  /** What read it: the rule or the learnt reader, and how sure it is of this field. */
  rule: string;
  p: number | null;
  /** It says another thing than the event's value. */
  differs: boolean;
  /** What the page it was copied from says, where copying changed it. */
  before: string | null;
  /** Other words of the page tell it than most of the row. */
  is_apart: boolean;
  /** Where it is, where it is a place and no land. */
  point: Point | null;
}
export interface Point {
  lat: number;
  lon: number;
}

/** `/events/{id}.json` */
export interface EventRecord {
  event: Event;
  row: EventRow;
  /** happening: counted as event; words: an act of words, which judges nothing; rejected: a person says that it is none. */
  rank: "happening" | "words" | "rejected";
  /** One sentence. */
  sentence: string;
  /** "3 articles, 1 origin: two repeat Agence Horizon". */
  told_by: string;
  pages: PageRow[];
  /** Those of its pages. */
  marks: Marked[];
  claims: Claim[];
  contradictions: Contradiction[];
  who: Who;
  capsules: Capsule[];
  matrix: Matrix;
  fixes: FixRow[];
  stamp: string;
}
