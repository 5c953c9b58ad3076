import { expect, it } from "vitest";
import { around, type Marked } from "./context";

const bytes = (text: string) => new TextEncoder().encode(text).length;
function mark(text: string, words: string, field = "event"): Marked {
  const start = bytes(text.slice(0, text.indexOf(words)));
  return { start, end: start + bytes(words), field };
}
const shown = (text: string, ...marks: [Marked, ...Marked[]]) =>
  around(text, marks)
    .pieces.map((piece) => (piece.of.length ? `[${piece.text}]` : piece.text))
    .join("");

it("shows the paragraph, and marks the words by their bytes", () => {
  const text = "Überschrift – Ärger\nIn Ünye töteten Schüsse zwölf Menschen, sagte – Ñ.\nAnderswo";
  const words = mark(text, "töteten Schüsse");
  expect(shown(text, words)).toBe("In Ünye [töteten Schüsse] zwölf Menschen, sagte – Ñ.");
  const context = around(text, [words]);
  expect([context.isCutBefore, context.isCutAfter]).toEqual([true, true]);
});
it("marks fields beside the words of the event, and none outside of the paragraph", () => {
  const text = "Twelve died in Saga.\nIn Tolo, soldiers shelled a market.";
  expect(shown(text, mark(text, "shelled"), mark(text, "Tolo", "place"), mark(text, "Saga", "place"))).toBe("In [Tolo], soldiers [shelled] a market.");
});
it("cuts a long paragraph at sentences", () => {
  const text = `${"Nothing of it here. ".repeat(60)}They shelled it. ${"Nothing behind it. ".repeat(60)}`;
  const words = shown(text, mark(text, "shelled"));
  expect(words.length).toBeLessThan(800);
  expect(words.startsWith("Nothing of it here.")).toBe(true);
  expect(words.endsWith("behind it.")).toBe(true);
});
it("cuts a paragraph without an end or a space where it must", () => {
  const text = `${"x".repeat(5000)}shelled${"y".repeat(5000)}`;
  expect(shown(text, mark(text, "shelled"))).toBe(`${"x".repeat(360)}[shelled]${"y".repeat(360)}`);
});
it("takes a whole short text", () => {
  const context = around("They shelled it.", [{ start: 5, end: 12, field: "event" }]);
  expect(context.pieces.map((piece) => piece.text)).toEqual(["They ", "shelled", " it."]);
  expect([context.isCutBefore, context.isCutAfter]).toEqual([false, false]);
});
