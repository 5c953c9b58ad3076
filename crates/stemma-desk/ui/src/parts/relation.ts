/** What is said of two pages of which one has words from the other, wherever that is shown. */
import { href } from "../address";
import type { TreeEdge } from "../api";
import { number } from "./words";

/** Less probable edges are not shown, and are no reason to call a page a copy. */
export const LEAST = 0.2;
/** From here on a line is solid; below, a copy is called possible. */
export const LIKELY = 0.5;

/** "+2 d", "same day", "−1 d"; nothing where a day is unknown. */
export function later(days: number | null): string {
  if (days === null) return "";
  return days === 0 ? "same day" : `${days > 0 ? "+" : "−"}${Math.abs(days)} d`;
}

/** "2 words differ", "none differ": words of a passage that both have, whatever they say. */
export function differing(edits: number): string {
  return edits === 0 ? "none differ" : `${number(edits)} ${edits === 1 ? "word differs" : "words differ"}`;
}

/** "2 facts changed in copying": numbers, days, names and the like, which say something else than before. */
export function facts(changes: number): string {
  return `${number(changes)} ${changes === 1 ? "fact" : "facts"} changed in copying`;
}

/** "+2 d, 135 words, 2 words differ". */
export function inWords(edge: Pick<TreeEdge, "days" | "words" | "edits">): string {
  const words = `${number(edge.words)} ${edge.words === 1 ? "word" : "words"}`;
  return [later(edge.days), words, differing(edge.edits)].filter(Boolean).join(", ");
}

/** How many pages have their words from where: copies of a page that was collected, which lists of stories count; others. */
export function copiesOf(edges: readonly Pick<TreeEdge, "child" | "parent" | "p">[]): { copies: number; ofUnseen: number; possible: number } {
  const likely = edges.filter(({ p }) => p >= LIKELY);
  const children = (some: typeof likely) => new Set(some.map(({ child }) => child));
  const copies = likely.filter(({ parent }) => !isUnseen(parent));
  const known = children(likely);
  const [ofKnown, all] = [children(copies), children(edges.filter(({ p }) => p >= LEAST))];
  return { copies: copies.length, ofUnseen: known.size - ofKnown.size, possible: all.size - known.size };
}

function isUnseen(source: string): boolean {
  return source.startsWith("unseen:");
}

/** The two pages beside each other, where both were collected. */
export function compared(edge: Pick<TreeEdge, "child" | "parent">): string | null {
  return isUnseen(edge.parent) ? null : href("compare", null, { a: edge.parent, b: edge.child });
}
