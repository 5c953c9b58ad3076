import { expect, test } from "vitest";
import { compared, copiesOf, facts, inWords, later } from "./relation";

test("an edge is told in words", () => {
  expect(inWords({ days: 2, words: 135, edits: 2 })).toBe("+2 d, 135 words, 2 words differ");
  expect(inWords({ days: null, words: 1, edits: 0 })).toBe("1 word, none differ");
  expect([later(0), later(-1), later(null)]).toEqual(["same day", "−1 d", ""]);
});

test("facts that copying changed are told apart from words that differ", () => {
  expect([facts(0), facts(1), facts(1200)]).toEqual(["0 facts changed in copying", "1 fact changed in copying", "1,200 facts changed in copying"]);
});

test("copies of collected pages are counted as lists of stories do, and others by themselves", () => {
  const edge = (child: string, parent: string, p: number) => ({ child, parent, p });
  const edges = [edge("b", "a", 0.9), edge("c", "a", 0.8), edge("c", "unseen:Agency", 0.6), edge("d", "unseen:Agency", 0.7), edge("e", "a", 0.3), edge("f", "a", 0.1)];
  expect(copiesOf(edges)).toEqual({ copies: 2, ofUnseen: 1, possible: 1 });
});

test("a page is laid beside its source only where that was collected", () => {
  expect(compared({ parent: "a b", child: "c" })).toBe("/compare?a=a+b&b=c");
  expect(compared({ parent: "unseen:Agency", child: "c" })).toBeNull();
});
