import { expect, test } from "vitest";
import type { Block, ComparePassage } from "../api";
import { Slices } from "../parts/spans";
import { around, blocksOf, fold, folded, follow, inOrder, numbered } from "./align";

const block = (start: number, end: number, is_of_article = true): Block => ({ start, end, kind: is_of_article ? "body" : "nav", is_of_article });
const change = (a: [number, number], b: [number, number], kind: "number" | "left_out" | "words" = "words") => ({ a: { start: a[0], end: a[1] }, b: { start: b[0], end: b[1] }, kind });
const passage = (a: [number, number], b: [number, number], changes: ReturnType<typeof change>[] = []): ComparePassage => ({
  a: { start: a[0], end: a[1] },
  b: { start: b[0], end: b[1] },
  words: 30,
  edits: changes.length,
  changes,
});
const blocks = [block(0, 10), block(10, 20), block(20, 30), block(30, 40), block(40, 50)];
const shown = (list: ReturnType<typeof fold>) => list.map((one) => (one.block ? one.block.start : folded(one)));

test("paragraphs with a change are seen, and the others are told by what they are", () => {
  const passages = [passage([0, 30], [100, 130], [change([22, 24], [122, 124])])];
  expect(shown(fold(blocks, "a", { passages }, false))).toEqual(["2 paragraphs the same", 20, "2 paragraphs only here"]);
  expect(shown(fold(blocks, "a", { passages: [passage([10, 20], [0, 10]), passage([0, 8], [20, 30], [change([2, 2], [20, 22])])] }, false))).toEqual([0, "4 paragraphs: 1 the same, 3 only here"]);
});

test("the whole text is seen where it is asked for, and where nothing was changed", () => {
  const passages = [passage([0, 30], [100, 130])];
  expect(shown(fold(blocks, "a", { passages }, false))).toEqual([0, 10, 20, 30, 40]);
  expect(shown(fold(blocks, "a", { passages: [passage([0, 30], [0, 30], [change([1, 2], [1, 2])])] }, true))).toEqual([0, 10, 20, 30, 40]);
});

test("a change without words is seen where it stands", () => {
  expect(shown(fold(blocks, "b", { passages: [passage([0, 9], [10, 20], [change([3, 5], [14, 14], "left_out")])] }, false))).toEqual(["1 paragraph only here", 10, "3 paragraphs only here"]);
});

test("what was cut is left out, unless words of it were copied", () => {
  const side = { page: {} as never, text: "", blocks: [block(0, 10, false), block(10, 20), block(20, 30, false)] };
  expect(blocksOf(side, "b", [passage([0, 5], [22, 28])]).map((one) => one.start)).toEqual([10, 20]);
});

test("changes are counted in the order of the younger page", () => {
  const all = numbered([passage([50, 90], [0, 40], [change([60, 61], [10, 11])]), passage([0, 40], [50, 90], [change([9, 10], [55, 56]), change([1, 2], [51, 52])])]);
  expect(all.map((one) => [one.at, one.change.b.start, one.passage])).toEqual([
    [0, 10, 0],
    [1, 51, 1],
    [2, 55, 1],
  ]);
});

test("anchors that come in another order in the other page are no anchors", () => {
  expect(inOrder([{ a: 300, b: 50 }, { a: 0, b: 0 }, { a: 100, b: 200 }, { a: 400, b: 500 }])).toEqual([{ a: 0, b: 0 }, { a: 100, b: 200 }, { a: 400, b: 500 }]);
});

test("one page follows the other in proportion between anchors, and beside them by as much", () => {
  const anchors = [{ a: 100, b: 200 }, { a: 200, b: 600 }];
  expect([0, 100, 150, 200, 250].map((height) => follow(anchors, "a", height))).toEqual([100, 200, 400, 600, 650]);
  expect(follow(anchors, "b", 400)).toBe(150);
  expect(follow([], "a", 70)).toBe(70);
});

test("the words around a change are cut between words, in any script", () => {
  const text = "The village lost 16 people – قُتل ستة عشر شخصاً في القرية يوم السبت according to 🏥 staff";
  const slices = new Slices(text);
  const bytes = (words: string) => new TextEncoder().encode(words).length;
  const whole = { start: 0, end: bytes(text) };
  const at = (words: string) => ({ start: bytes(text.slice(0, text.indexOf(words))), end: bytes(text.slice(0, text.indexOf(words) + words.length)) });
  expect(around(slices, at("16"), whole, 10)).toEqual({ before: "… lost ", words: "16", after: " people – …" });
  expect(around(slices, at("عشر"), whole, 8)).toEqual({ before: "… ستة ", words: "عشر", after: " شخصاً …" });
  expect(around(slices, at("16"), whole, 500)).toEqual({ before: text.slice(0, text.indexOf("16")), words: "16", after: text.slice(text.indexOf("16") + 2) });
});
