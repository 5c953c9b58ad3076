/** Rows of lists, as CSV has them, too. */
import type { Checked, Day, Precision, Quote, Told } from "./terms";

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
