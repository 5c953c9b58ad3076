import { describe, expect, it } from "vitest";
import type { SourceRow } from "../api";
import { ordered, originals, share } from "./order";

const row = (outlet: string, of: Partial<SourceRow> = {}): SourceRow => ({
  outlet,
  pages: 1,
  stories: 1,
  events: 1,
  copies: 0,
  copied: 0,
  credited: 0,
  altered: 0,
  delay_days: null,
  from: null,
  to: null,
  reliability: null,
  ...of,
});

describe("a share", () => {
  it.each([
    [2, 3, "2 of 3"],
    [0, 9, "0 of 9"],
    [3, 10, "3 of 10 (30 %)"],
    [0, 0, ""],
  ])("of %d in %d is %j", (part, whole, words) => expect(share(part, whole)).toBe(words));
});

it("originals are the pages that are no copies", () => {
  expect(originals(row("a", { pages: 5, copies: 2 }))).toBe(3);
});

describe("the order of outlets", () => {
  const rows = [row("b", { pages: 3, delay_days: 4 }), row("C", { pages: 9 }), row("a", { pages: 3, delay_days: 1, copies: 2, credited: 1 })];
  const names = (sort: string, isReverse = false) => ordered(rows, sort, isReverse).map(({ outlet }) => outlet);
  it("has the most pages first, and names where they are equal", () => {
    expect(names("pages")).toEqual(["C", "a", "b"]);
    expect(names("pages", true)).toEqual(["a", "b", "C"]);
    expect(names("no such field")).toEqual(["C", "a", "b"]);
  });
  it("has what is not known last, whichever way round", () => {
    expect(names("delay")).toEqual(["a", "b", "C"]);
    expect(names("delay", true)).toEqual(["b", "a", "C"]);
    expect(names("credited")).toEqual(["a", "C", "b"]);
  });
  it("takes names without their capitals", () => expect(names("outlet")).toEqual(["a", "b", "C"]));
});
