/** What is said of two pages of which one has words from the other, wherever that is shown. */
import { href } from "../address";
import type { TreeEdge } from "../api";

/** Less probable edges are not shown, and are no reason to call a page a copy. */
export const LEAST = 0.2;
/** From here on a line is solid; below, a copy is called possible. */
export const LIKELY = 0.5;

/** "+2 d", "same day", "−1 d"; nothing where a day is unknown. */
export function later(days: number | null): string {
  if (days === null) return "";
  return days === 0 ? "same day" : `${days > 0 ? "+" : "−"}${Math.abs(days)} d`;
}

/** "+2 d, 135 words, 2 changed". */
export function inWords(edge: Pick<TreeEdge, "days" | "words" | "edits">): string {
  const words = `${edge.words} ${edge.words === 1 ? "word" : "words"}`;
  return [later(edge.days), words, edge.edits === 0 ? "none changed" : `${edge.edits} changed`].filter(Boolean).join(", ");
}

/** The two pages beside each other, where both were collected. */
export function compared(edge: Pick<TreeEdge, "child" | "parent">): string | null {
  return edge.parent.startsWith("unseen:") ? null : href("compare", null, { a: edge.parent, b: edge.child });
}
