import { expect, test } from "vitest";
import { pieces, Slices, spanOf } from "./spans";

/** Where words stand, in bytes, as the server counts. */
function bytesOf(text: string, words: string) {
  const at = text.indexOf(words);
  const start = new TextEncoder().encode(text.slice(0, at)).length;
  return { start, end: start + new TextEncoder().encode(words).length };
}

const TEXTS = {
  "plain words": ["Only 16 patients were in the wards.", "16 patients"],
  Arabic: ["قالت منظمة أطباء بلا حدود يوم الأحد إنها علقت عملها في الفاشر.", "أطباء بلا حدود"],
  emoji: ["🚑👩🏽‍⚕️ left the ward 🏥 at noon 🇸🇩.", "ward 🏥 at"],
  "combining marks": ["Me\u0301decins Sans Frontie\u0300res and o\u0308\u0323 here", "Frontie\u0300res"],
  "all of them": [`${"é".repeat(300)} 🏥 الفاشر ${"🇸🇩".repeat(200)} o\u0308 end`, "الفاشر"],
} as const;

test.each(Object.entries(TEXTS))("finds words by their bytes in %s", (_, [text, words]) => {
  const slices = new Slices(text);
  const span = bytesOf(text, words);
  expect(slices.cut(span)).toBe(words);
  expect(slices.byte(text.indexOf(words))).toBe(span.start);
  expect(slices.length).toBe(new TextEncoder().encode(text).length);
});

test.each(Object.entries(TEXTS))("goes from every byte to its character and back in %s", (_, [text]) => {
  const slices = new Slices(text);
  let byte = 0;
  let unit = 0;
  for (const character of text) {
    const bytes = new TextEncoder().encode(character).length;
    for (let inside = 0; inside < bytes; inside++) expect(slices.unit(byte + inside)).toBe(unit);
    expect(slices.byte(unit)).toBe(byte);
    byte += bytes;
    unit += character.length;
  }
  expect(slices.unit(byte)).toBe(text.length);
});

test("a byte behind the end is the end, and an empty text has none", () => {
  expect(new Slices("abc").unit(90)).toBe(3);
  expect(new Slices("").cut({ start: 0, end: 4 })).toBe("");
});

const at = (start: number, end: number, name: string) => ({ start, end, name });
const told = (list: ReturnType<typeof pieces<ReturnType<typeof at>>>) => list.map((piece) => `${piece.start}-${piece.end} ${piece.of.map((mark) => mark.name).join("+")}`);

test("marks that overlap are cut where they begin and end", () => {
  expect(told(pieces({ start: 0, end: 20 }, [at(2, 9, "a"), at(5, 14, "b")]))).toEqual(["0-2 ", "2-5 a", "5-9 a+b", "9-14 b", "14-20 "]);
});

test("a mark inside another is drawn in it, the wider one first", () => {
  expect(told(pieces({ start: 0, end: 10 }, [at(4, 6, "in"), at(2, 8, "out"), at(2, 8, "same")]))).toEqual(["0-2 ", "2-4 out+same", "4-6 out+same+in", "6-8 out+same", "8-10 "]);
});

test("marks that reach out of a stretch are cut to it, and those beside it are not in it", () => {
  expect(told(pieces({ start: 10, end: 20 }, [at(0, 12, "left"), at(18, 40, "right"), at(0, 10, "before"), at(20, 30, "behind")]))).toEqual(["10-12 left", "12-18 ", "18-20 right"]);
});

test("a place without words is a piece of no length", () => {
  expect(told(pieces({ start: 0, end: 6 }, [at(3, 3, "gone"), at(6, 6, "last")]))).toEqual(["0-3 ", "3-3 gone", "3-6 ", "6-6 last"]);
  expect(told(pieces({ start: 0, end: 6 }, [at(2, 5, "a"), at(3, 3, "gone")]))).toEqual(["0-2 ", "2-3 a", "3-3 a+gone", "3-5 a", "5-6 "]);
});

test("the pieces of many marks are together the whole stretch, each byte once", () => {
  const marks = Array.from({ length: 60 }, (_, n) => at((n * 37) % 90, ((n * 37) % 90) + ((n * 11) % 23), `${n}`));
  const found = pieces({ start: 5, end: 95 }, marks);
  let reached = 5;
  for (const piece of found) {
    expect(piece.start).toBe(reached);
    reached = piece.end;
    const holding = marks.filter((mark) => mark.start < piece.end && mark.end > piece.start);
    if (piece.end > piece.start) expect(new Set(piece.of)).toEqual(new Set(holding));
  }
  expect(reached).toBe(95);
});

test("an address that names no words is none", () => {
  expect(spanOf("587-621")).toEqual({ start: 587, end: 621 });
  for (const wrong of [null, "", "5", "9-3", "4-4", "-1-5", "1-2-3", "1e3-2e3"]) expect(spanOf(wrong)).toBeNull();
});
