/**
 * What the desk's server says: the one contract between the server and its pages.
 *
 * `npm run schemas` makes `crates/stemma-desk/src/schemas.json` from it, which is part of the OpenAPI description; a test holds every
 * answer of the server to that. Days are ISO 8601 (`2024-06-09`), points WGS84 degrees, spans bytes of UTF-8 in the text of a page,
 * probabilities 0 to 1. What is not known is null, never a guess.
 */

/** ISO 8601 day. */
export type Day = string;

/** Bytes of the text of a page, the end not included. */
export interface Span {
  start: number;
  end: number;
}

/** Words of a page, with the place where they stand. */
export interface Quote extends Span {
  doc: string;
  quote: string;
}

export type Told = "happened" | "background" | "ordered" | "planned" | "possible" | "denied" | "not-happened";

/** How far a person checked an event; empty where nobody did. */
export type Checked = "" | "accepted" | "corrected" | "rejected" | "held" | "stale";

/**
 * How well its place is known: a spot (`exact`), a place of which the text gives only the surroundings or that is wider than a town
 * (`area`), taken over from the events around it (`inferred`), a first-level unit, a country alone, or nothing with a point (`none`).
 */
export type Precision = "exact" | "area" | "inferred" | "unit" | "country" | "none";

// ---------------------------------------------------------------------------------------------------------------- rows of lists

export interface EventRow {
  id: string;
  from: Day | null;
  to: Day | null;
  country: string | null;
  admin1: string | null;
  place: string | null;
  lat: number | null;
  lon: number | null;
  radius_km: number | null;
  precision: Precision;
  kind: string;
  plover: string;
  mode: string | null;
  acled: string | null;
  acled_sub: string | null;
  told: Told;
  actors: string;
  recipients: string;
  killed_low: number | null;
  killed_best: number | null;
  killed_high: number | null;
  articles: number;
  origins_min: number;
  origins_max: number;
  /** The number of the Admiralty code: 1 confirmed … 6 cannot be judged. */
  grade: number;
  airwars: string | null;
  confidence: number | null;
  disagreements: number;
  summary: string;
  story: string;
  checked: Checked;
  /** What people marked its pages as: sensitive, graphic, deleted, with "; " between. */
  marks: string;
}

export interface StoryRow {
  id: string;
  from: Day | null;
  to: Day | null;
  pages: number;
  copies: number;
  events: number;
  title: string;
}

export interface PageRow {
  id: string;
  from: Day | null;
  to: Day | null;
  outlet: string | null;
  title: string | null;
  byline: string | null;
  language: string | null;
  events: number;
  story: string | null;
  url: string | null;
  path: string | null;
  sent_at: string | null;
  /** What people marked it as. */
  marks: string;
}

export interface ClaimRow {
  id: string;
  from: Day | null;
  source: string;
  chain: string[];
  quote: string;
  outlet: string | null;
  page: string;
  start: number;
  end: number;
  event: string | null;
  story: string;
}

export interface ActorRow {
  name: string;
  id: string | null;
  events: number;
  acts: number;
  suffers: number;
  from: Day | null;
  to: Day | null;
}

export interface PlaceRow {
  place: string;
  admin1: string | null;
  country: string | null;
  lat: number | null;
  lon: number | null;
  events: number;
  from: Day | null;
  to: Day | null;
}

export interface SourceRow {
  outlet: string;
  pages: number;
  stories: number;
  events: number;
  /** Pages of it with words from another outlet or an unseen source. */
  copies: number;
  /** Pages of others with words from it. */
  copied: number;
  /** Of its copies, those that name whom they have it from. */
  credited: number;
  /** Facts that its copies changed. */
  altered: number;
  /** Median days between what it copies and its copy, where both days are known. */
  delay_days: number | null;
  from: Day | null;
  to: Day | null;
  /** The letter of the Admiralty code that a person gave it: A reliable … F cannot be judged. */
  reliability: string | null;
}

/** Who held a place as of a day, from cited words. */
export interface Control {
  place: string;
  country?: string;
  lat: number | null;
  lon: number | null;
  holder: string;
  status: "held" | "contested" | "besieged" | "partly_held" | "claimed" | "lost";
  share: number | null;
  from: Day | null;
  to: Day | null;
  as_of: Day | null;
  mentions: Quote[];
}

// ------------------------------------------------------------------------------------------------------------------------- lists

/** What is true of every list: how many rows the query has, how many there are without it, and where it goes on. */
export interface Listing {
  total: number;
  /** Rows without any condition but the usual one. */
  all: number;
  /** To be sent as `cursor=` for the rows that follow; null at the end. */
  next: string | null;
  /** Changes whenever the store does. */
  stamp: string;
  /** Events or pages that only reach into the days asked for, and are not counted. */
  reaching: number;
}

export interface Events extends Listing {
  rows: EventRow[];
  /** Of the events of the query, those without a place on the map, and those without a day. */
  unplaced: number;
  undated: number;
}
export interface Stories extends Listing {
  rows: StoryRow[];
}
export interface Pages extends Listing {
  rows: PageRow[];
}
export interface Claims extends Listing {
  rows: ClaimRow[];
}
export interface Actors extends Listing {
  rows: ActorRow[];
}
export interface Places extends Listing {
  rows: PlaceRow[];
}
export interface Sources extends Listing {
  rows: SourceRow[];
}

/** `/events/facets.json`: what the query could be narrowed to. Counts of a facet are those without its own condition. */
export interface Facets {
  total: number;
  all: number;
  unplaced: number;
  undated: number;
  facets: Facet[];
  histogram: Histogram;
  stamp: string;
}
export interface Facet {
  /** The condition of the query that it sets: country, kind, told, checked, actor, outlet, origins-min, killed-min, precision. */
  name: string;
  values: FacetValue[];
}
export interface FacetValue {
  value: string;
  label: string;
  count: number;
}
/** Events by day of their beginning. */
export interface Histogram {
  unit: "day" | "month" | "year";
  /** Only those that are not empty, in order of time; `from` is the first day of the bar. */
  bars: { from: Day; count: number; killed: number }[];
}

/** `/events/spots.json`: the events of the query on a map. */
export interface Spots {
  /** Events at one and the same point with one and the same uncertainty. */
  spots: Spot[];
  /** Events of which only a first-level unit or a country is known: one badge each, never a pin. */
  areas: Area[];
  unplaced: number;
  total: number;
  stamp: string;
}
export interface Spot {
  lat: number;
  lon: number;
  radius_km: number | null;
  precision: Precision;
  place: string;
  country: string | null;
  events: number;
  killed: number;
  /** The latest of them, at most 20. */
  ids: string[];
}
export interface Area {
  name: string;
  country: string | null;
  level: "unit" | "country";
  lat: number;
  lon: number;
  events: number;
  killed: number;
  ids: string[];
}

// ------------------------------------------------------------------------------------------------------------------------- event

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
  claims: Claim[];
  contradictions: Contradiction[];
  who: Who;
  capsules: Capsule[];
  matrix: Matrix;
  fixes: FixRow[];
  stamp: string;
}

// ------------------------------------------------------------------------------------------------------------------------- story

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

// ------------------------------------------------------------------------------------------------------------------ page, compare

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

// ------------------------------------------------------------------------------------------------------------- search, review

/** `/search.json?q=` */
export interface Search extends Listing {
  rows: Hit[];
  /** The events, places and actors that are called so, a few of each. */
  events: EventRow[];
  places: PlaceRow[];
  actors: ActorRow[];
}
export interface Hit {
  page: PageRow;
  /** Its words are bytes of `text`, those that were asked for. */
  passage: (Span & { text: string; words: Span[] }) | null;
}

/** `/fixes.json` */
export interface Fixes {
  rows: FixRow[];
  total: number;
  /** Krippendorff's alpha by field, where two people judged the same. */
  agreement: { field: string; alpha: number | null; events: number; people: number }[];
  stamp: string;
}
export interface FixRow {
  id: string;
  at: string;
  by: string;
  why: string;
  event: string;
  /** A field, or accept, reject, hold, merge, split, withdraw. */
  field: string;
  value: string;
  /** What the program read when it was said, and reads now. */
  read: string;
  reads: string;
  status: FixStatus;
  /** The three values as people say them: a place by its name, with unit and country. */
  in_words: { value: string; read: string; reads: string };
}

/** `POST /fixes`: says one thing or several of one event or several. */
export interface Fixing {
  events: string[];
  /** As `stemma fix` takes them: accept, reject, hold, killed=12, place=El Fasher, day=2024-06-09, merge=e-…, split=…. */
  changes: string[];
  by: string;
  why: string;
}
/** `DELETE /fixes/{id}` */
export interface Unfixing {
  by: string;
  why: string;
}
export interface Fixed {
  fixes: string[];
  stamp: string;
}

/**
 * `/places/nearest.json?q=`: places of the gazetteer that are called so; `/places/around.json?bbox=`: first-level units and towns in a box,
 * those of most people first. For the picker of places.
 */
export interface Nearest {
  places: GazetteerPlace[];
}
export interface GazetteerPlace extends Point {
  name: string;
  admin1: string | null;
  country: string | null;
  geonames: number;
  is_unit: boolean;
}

/** `POST /reliability`: the letter of an outlet, signed. */
export interface Reliability {
  outlet: string;
  letter: "A" | "B" | "C" | "D" | "E" | "F";
  by: string;
  why: string;
}

/** `/places/control.json`: control over time, of the places with this name or in the box. */
export interface Controls {
  rows: Control[];
  total: number;
  stamp: string;
}

// ------------------------------------------------------------------------------------------------------------- intake, live, about

/** `POST /intake?name=`: the bytes of one file; what becomes of it comes with the live stream. */
export interface Taken {
  waiting: number;
}

/** Events of `/live` (server-sent): `event: store` and `event: intake`. */
export interface StoreChanged {
  stamp: string;
  documents: number;
  events: number;
  /** Pages are there that are not related and fused yet. */
  is_stale: boolean;
}
export interface IntakeState {
  state: "idle" | "reading" | "relating";
  waiting: number;
  read: number;
  new: number;
  known: number;
  refused: { name: string; reason: string }[];
  /** What a person should know, in lines. */
  lines: string[];
}

/** `/formats.json`: what names alone tell of files. */
export interface FileNames {
  read: { endings: string[]; hold: string }[];
  /** By ending or by whole name; not where a file turns out to be HTML. */
  left_out: { endings: string[]; names: string[]; are: string; way: string }[];
  /** What browsers put behind the name of a saved page to call the folder of its parts. */
  companions: string[];
}

/** `/about.json` */
export interface About {
  program: string;
  version: string;
  store: string;
  caution: string;
  documents: number;
  stories: number;
  events: number;
  happened: number;
  confirmed: number;
  copies: number;
  contradictions: number;
  checked: { done: number; of: number };
  lists: string;
  is_stale: boolean;
  /** What is damaged and left out, in a line each. */
  left_out: string[];
  conditions: Condition[];
  kinds: { kind: string; label: string; plover: string; acled: string | null }[];
  licences: { name: string; license: string; attribution: string }[];
  stamp: string;
}
/** A condition of a query, as `ls` and addresses take it. */
export interface Condition {
  name: string;
  value: string;
  help: string;
  is_many: boolean;
  values: string[];
}

/** What a refusal says: the way out is in its words. */
export interface Fault {
  error: string;
  /** Records that are nearest to what was asked for. */
  nearest: { noun: string; id: string; title: string }[];
}
