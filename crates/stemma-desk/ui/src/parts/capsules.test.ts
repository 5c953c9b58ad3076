import { expect, test } from "vitest";
import { drawn, inWords } from "./capsules";

test("articles of one text stand in one capsule", () => {
  expect(drawn(3, 1, 1)).toEqual({ capsules: [{ dots: 3, is_doubtful: false }], more: 0, more_origins: 0 });
});

test("no article is put into a capsule that numbers alone do not tell", () => {
  expect(drawn(4, 2, 2)).toEqual({ capsules: [{ dots: 1, is_doubtful: false }, { dots: 1, is_doubtful: false }], more: 2, more_origins: 0 });
});

test("origins that may be one with another are doubtful", () => {
  expect(drawn(3, 1, 3).capsules.map((capsule) => capsule.is_doubtful)).toEqual([false, true, true]);
});

test("many origins are counted and not drawn, and every article is in the drawing or in a number", () => {
  const { capsules, more, more_origins } = drawn(40, 20, 20);
  expect([capsules.length, more, more_origins]).toEqual([6, 20, 14]);
});

test("no dot stands for an article that is not there", () => {
  expect(drawn(1, 2, 2).capsules.map((capsule) => capsule.dots)).toEqual([1, 0]);
});

test("a doubtful capsule says so in words", () => {
  expect(inWords({ label: "Agence Horizon", pages: ["a", "b"], is_doubtful: true })).toBe("Agence Horizon: 2 articles, perhaps not an origin of its own");
});
