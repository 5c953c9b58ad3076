/** The words around an event in its page: the paragraph in which it is told, cut where it is long, with what is to be marked in it. */
import type { Span } from "../api";
import { pieces, Slices, type Piece } from "../parts/spans";

/** What is marked: the words that tell the event, and those in which a field was read. */
export interface Marked extends Span {
  field: string;
}

/** So many characters before and behind the words are enough to judge them by. */
const AROUND = 360;

export interface Context {
  pieces: (Piece<Marked> & { text: string })[];
  /** Whether the page goes on before or behind. */
  isCutBefore: boolean;
  isCutAfter: boolean;
}

/** The marks that lie in sight of the first of them, in their words. `marks` must hold one at least. */
export function around(text: string, marks: [Marked, ...Marked[]]): Context {
  const slices = new Slices(text);
  const [first] = marks;
  const [from, to] = [slices.unit(first.start), slices.unit(first.end)];
  const start = beginning(text, from);
  const end = ending(text, to);
  const within = { start: slices.byte(start), end: slices.byte(end) };
  const inside = marks.filter((mark) => mark.start < within.end && mark.end > within.start && mark.end > mark.start);
  return {
    pieces: pieces(within, inside).map((piece) => ({ ...piece, text: slices.cut(piece) })),
    isCutBefore: text.slice(0, start).trim() !== "",
    isCutAfter: text.slice(end).trim() !== "",
  };
}

/** Where the paragraph begins, or a word near enough. */
function beginning(text: string, at: number): number {
  const least = Math.max(0, at - AROUND);
  const paragraph = text.lastIndexOf("\n", at - 1) + 1;
  if (at > 0 && paragraph >= least) return paragraph;
  if (least === 0) return 0;
  const sentence = /[.!?؟。]["”’)]*\s+/g;
  sentence.lastIndex = least;
  const found = sentence.exec(text.slice(0, at));
  if (found) return found.index + found[0].length;
  const word = text.indexOf(" ", least);
  return word >= 0 && word < at ? word + 1 : least;
}

function ending(text: string, at: number): number {
  const most = Math.min(text.length, at + AROUND);
  const paragraph = text.indexOf("\n", at);
  if (paragraph >= 0 && paragraph <= most) return paragraph;
  if (most === text.length) return most;
  const sentences = [...text.slice(at, most).matchAll(/[.!?؟。]["”’)]*(?=\s)/g)];
  const last = sentences.at(-1);
  if (last) return at + last.index + last[0].length;
  const word = text.lastIndexOf(" ", most);
  return word > at ? word : most;
}
