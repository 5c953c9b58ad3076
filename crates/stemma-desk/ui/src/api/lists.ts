/** Lists and what is counted beside them: facets, the histogram, the spots of a map. */
import type { ActorRow, ClaimRow, EventRow, PageRow, PlaceRow, SourceRow, StoryRow } from "./rows";
import type { Day, Precision } from "./terms";

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
