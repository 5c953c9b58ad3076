/** Words that many answers are made of. */

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

/** What a person marked a page as, and it stands. */
export interface Marked {
  id: string;
  /** The page. */
  of: string;
  mark: "sensitive" | "graphic" | "deleted";
  by: string;
  at: string;
  why: string;
  /** Null: what takes a mark back is not told, nor is what was taken back. */
  withdraws: string | null;
}
