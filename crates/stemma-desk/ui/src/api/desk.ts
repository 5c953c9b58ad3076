/** Files that are handed in, what changes meanwhile, and the program itself. */

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
