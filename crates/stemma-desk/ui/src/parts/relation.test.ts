import { expect, test } from "vitest";
import { compared, inWords, later } from "./relation";

test("an edge is told in words", () => {
  expect(inWords({ days: 2, words: 135, edits: 2 })).toBe("+2 d, 135 words, 2 changed");
  expect(inWords({ days: null, words: 1, edits: 0 })).toBe("1 word, none changed");
  expect([later(0), later(-1), later(null)]).toEqual(["same day", "−1 d", ""]);
});

test("a page is laid beside its source only where that was collected", () => {
  expect(compared({ parent: "a b", child: "c" })).toBe("/compare?a=a+b&b=c");
  expect(compared({ parent: "unseen:Agency", child: "c" })).toBeNull();
});
