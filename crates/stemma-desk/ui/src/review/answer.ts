/**
 * What a person says of events goes to the store from here, one answer after the other, so that they are kept in the order in which they
 * were given; and what was said last is taken back here. A refusal keeps the server's words.
 */
import { go, href } from "../address";
import type { Fixed, Fixes, Fixing, FixRow, Unfixing } from "../api";
import { reviewer, sign } from "../parts/sign";
import { say } from "../parts/toast";
import { minute } from "../parts/words";
import { get, Refusal, send, storeChanged } from "../server";
import { stands } from "./sayers";

/** The answers of the review; each is written as `stemma fix` takes it. */
export const ANSWERS = {
  accept: { does: "all is right", done: "Accepted", needsWhy: false },
  reject: { does: "no event", done: "Marked as no event", needsWhy: true },
  hold: { does: "hold, cannot be said", done: "Held", needsWhy: false },
} as const;
export type Answer = keyof typeof ANSWERS;

export function isAnswer(change: string): change is Answer {
  return change in ANSWERS;
}

/** What a person says; where it is written in codes, with the same as people read it. */
export type Said = Omit<Fixing, "by"> & { read?: string[]; /** When, where it was said before this page was opened. */ at?: string };

/** An answer that can be taken back. */
interface Given {
  said: Said;
  /** The ids of its fixes, once they are kept; null where it was refused. */
  fixes: Promise<string[] | null>;
  /** Takes the message of it away. */
  close?: () => void;
}

/** So many answers can be taken back one after the other. */
const MOST = 50;
const given: Given[] = [];
/** The end of the answers that are on their way. */
let before: Promise<unknown> = Promise.resolve();
let underway = 0;

/** Whoever closes the page while an answer is on its way is asked first. */
if (typeof addEventListener === "function") {
  addEventListener("beforeunload", (event) => {
    if (underway > 0) event.preventDefault();
  });
}

/** Runs after all that was said before it, whatever became of that. */
function inTurn<T>(run: () => Promise<T>): Promise<T> {
  underway += 1;
  const mine = before.then(run, run);
  before = mine.catch(() => null).then(() => (underway -= 1));
  return mine;
}

/** Says something of one event or several; gives the ids of its fixes. Throws a [`Refusal`] where it is not kept. */
export async function answer(said: Said): Promise<string[]> {
  const by = sign();
  if (!by) throw new Refusal("nothing is kept without a name: say who you are first", 0);
  const { events, changes, why } = said;
  const sent = inTurn(() => send<Fixed>("POST", "/fixes", { events, changes, by, why } satisfies Fixing));
  const entry: Given = { said, fixes: sent.then((fixed) => fixed.fixes, () => null) };
  given.push(entry);
  if (given.length > MOST) given.shift();
  try {
    const { fixes } = await sent;
    storeChanged();
    return fixes;
  } catch (error) {
    forget(entry);
    throw error;
  }
}

function forget(entry: Given): void {
  const at = given.indexOf(entry);
  if (at >= 0) given.splice(at, 1);
}

/** The last answer that can be taken back, of these fixes where they are given. */
async function lastOf(fixes?: string[]): Promise<Given | null> {
  for (let at = given.length - 1; at >= 0; at -= 1) {
    const entry = given[at] as Given;
    const kept = await entry.fixes;
    if (kept && (!fixes || kept.some((id) => fixes.includes(id)))) return entry;
  }
  return null;
}

/** What somebody said last of all that still stands, with all that was said of the event with it; null where nothing does. */
export function lastSaid(rows: readonly FixRow[], by: string): (Said & { fixes: string[] }) | null {
  const mine = rows.filter((row) => row.by === by && stands(row));
  const last = mine.reduce<FixRow | null>((latest, row) => (latest && latest.at > row.at ? latest : row), null);
  if (!last) return null;
  const together = mine.filter(({ event, at, why }) => event === last.event && at === last.at && why === last.why);
  return {
    fixes: together.map(({ id }) => id),
    events: [last.event],
    changes: together.map(({ field, value }) => (isAnswer(field) ? field : `${field}=${value}`)),
    read: together.map(({ field, in_words }) => (isAnswer(field) ? ANSWERS[field].done : `${field} ${in_words.value}`)),
    why: last.why,
    at: last.at,
  };
}

/**
 * Takes the last answer back, or the one with these fixes; gives what had been said, or null where there is nothing to take back. Where this page
 * said nothing, it is the last that the signed name said and that still stands.
 */
export async function takeBack(fixes?: string[]): Promise<Said | null> {
  const entry = await lastOf(fixes);
  const earlier = fixes || entry || !reviewer() ? null : lastSaid((await get<Fixes>("/fixes.json")).rows, reviewer());
  const kept = fixes ?? (await entry?.fixes) ?? earlier?.fixes;
  if (!kept) return null;
  if (entry) forget(entry);
  entry?.close?.();
  try {
    await withdraw(kept, "taken back in the review");
  } catch (error) {
    // It may still stand, so that it can be taken back once more.
    if (entry) given.push(entry);
    throw error;
  }
  return entry?.said ?? earlier ?? { events: [], changes: [], why: "" };
}

/** Takes fixes back by their ids, the last first. Those that somebody took back meanwhile are passed by. */
export async function withdraw(fixes: string[], why: string): Promise<void> {
  const by = sign();
  if (!by) throw new Refusal("nothing is taken back without a name: say who you are first", 0);
  await inTurn(async () => {
    for (const id of [...fixes].reverse()) {
      await send("DELETE", `/fixes/${encodeURIComponent(id)}`, { by, why } satisfies Unfixing).catch((error: unknown) => {
        if (!(error instanceof Refusal && /taken back already/.test(error.message))) throw error;
      });
    }
  });
  storeChanged();
}

/** What was said, in a few words for a message. */
export function inWords({ events, changes, read = changes }: Pick<Said, "events" | "changes" | "read">): string {
  const only = changes.length === 1 ? changes[0] : undefined;
  const what = only && isAnswer(only) ? ANSWERS[only].done : `Said ${read.join(", ")}`;
  return events.length === 1 ? what : `${what}: ${events.length} events`;
}

/** Says that an answer was kept, with a button that takes it back; `back` is told which events it was. */
export function sayKept(said: Said, fixes: string[], back?: (events: string[]) => void): void {
  const close = say(inWords(said), { tone: "good", undo: () => void undo(fixes, back) });
  const entry = given.find((one) => one.said === said);
  if (entry) entry.close = close;
}

/** The words of an error, whatever it is. */
export function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Takes the last answer back and says so; `back` is told which events it was. */
export async function undo(fixes?: string[], back?: (events: string[]) => void): Promise<void> {
  try {
    const said = await takeBack(fixes);
    if (!said) return void say(`There is nothing to take back: ${reviewer() ? `nothing that ${reviewer()} said still stands` : "nobody said a name here yet"}`);
    const what = `Taken back: ${(said.read ?? said.changes).join(", ") || "what was said"}`;
    const [event] = said.events;
    // Of what was said long ago nobody knows by heart which event it was of.
    if (said.at && event) say(`${what}; ${reviewer()} said it of ${event} on ${minute(said.at)}`, { tone: "good", undo: () => go(href("events", event)), undoes: "Open it" });
    else say(what, { tone: "good" });
    back?.(said.events);
  } catch (error) {
    say(`Not taken back: ${words(error)}`, { tone: "bad" });
  }
}
