/** What is searched for, and what people say. */
import type { FixStatus, Point } from "./event";
import type { Listing } from "./lists";
import type { ActorRow, Control, EventRow, PageRow, PlaceRow } from "./rows";
import type { Marked, Span } from "./terms";

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
/** `POST /marks`: marks pages. */
export interface Marking {
  pages: string[];
  mark: Marked["mark"];
  by: string;
  why: string;
}
/** `DELETE /fixes/{id}`, `DELETE /marks/{id}` */
export interface Unfixing {
  by: string;
  why: string;
}
export interface Fixed {
  /** The ids of what was said. */
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
