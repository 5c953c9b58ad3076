/**
 * Hands files to the server, a few at a time. Where the server has too much to do it says when to come again, and that is waited for; what
 * it refuses is kept with its words. Goes out: how far it is, whenever that changes.
 */
import type { Found } from "./files";

export interface Handing {
  total: number;
  /** Bytes that the server has. */
  sent: number;
  refused: { name: string; reason: string }[];
  isDone: boolean;
  /** Why nothing goes on for a moment; null while it does. */
  waits: string | null;
}

/** What hands one file in; throws what [`again`] judges. */
export type Hand = (found: Found) => Promise<unknown>;
/** Seconds after which a refused file is to be handed in again; null where its refusal is meant. */
export type Again = (error: unknown) => number | null;

/** The server reads one after the other; a second and third are on their way meanwhile. */
const AT_ONCE = 3;
/** A server that sends one away so often has another reason than being busy. */
const TRIES = 40;

export async function handIn(files: Found[], hand: Hand, again: Again, tell: (state: Handing) => void, stop: AbortSignal): Promise<Handing> {
  const state: Handing = { total: files.length, sent: 0, refused: [], isDone: false, waits: null };
  const say = (part: Partial<Handing>) => tell({ ...Object.assign(state, part) });
  const left = [...files];
  const one = async (found: Found) => {
    for (let tries = 1; !stop.aborted; tries += 1) {
      try {
        await hand(found);
        return say({ sent: state.sent + 1, waits: null });
      } catch (error) {
        const wait_s = tries < TRIES ? again(error) : null;
        const reason = error instanceof Error ? error.message : String(error);
        if (wait_s === null) return say({ refused: [...state.refused, { name: found.name, reason }] });
        say({ waits: reason });
        await pause(wait_s, stop);
      }
    }
  };
  const worker = async () => {
    for (let next = left.shift(); next && !stop.aborted; next = left.shift()) await one(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  say({ isDone: true, waits: null });
  return state;
}

function pause(seconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    stop.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}
