import { expect, test } from "vitest";
import type { Block } from "../api";
import { Slices } from "../parts/spans";
import { inWords, paragraphs } from "./paragraphs";

const TEXT = "Home\nLog in\nالفاشر بلا ماء\nThe reservoir fell on Friday.\nShare\n(c) Savanna";
const block = (words: string, kind: string, is_of_article = false): Block => {
  const start = new TextEncoder().encode(TEXT.slice(0, TEXT.indexOf(words))).length;
  return { start, end: start + new TextEncoder().encode(words).length, kind, is_of_article };
};
const blocks = [block("Home", "nav"), block("Log in", "login"), block("الفاشر بلا ماء", "title", true), block("The reservoir fell on Friday.", "body", true), block("Share", "share")];
const slices = new Slices(TEXT);
const told = (list: readonly Block[]) =>
  paragraphs(slices, list).map((paragraph) => (paragraph.kept ? slices.cut(paragraph.kept) : paragraph.cut.map((one) => slices.cut(one).trim())));

test("kept parts stand alone, what was cut is gathered, and words of no block are cut too", () => {
  expect(told(blocks)).toEqual([["Home", "Log in"], "الفاشر بلا ماء", "The reservoir fell on Friday.", ["Share", "(c) Savanna"]]);
});

test("a page without blocks is shown whole", () => {
  expect(told([])).toEqual([[TEXT]]);
});

test("no word is shown twice where blocks overlap or come in another order", () => {
  const [home, login, title, body, share] = blocks as [Block, Block, Block, Block, Block];
  const twice = { ...body, start: title.start };
  expect(told([share, twice, title, login, home]).flat().join("").replaceAll("\n", "")).toBe(TEXT.replaceAll("\n", ""));
});

test("what was cut is told by its kinds", () => {
  expect(inWords([block("Home", "nav"), block("Log in", "nav"), block("Share", "ad"), block("Share", "strange")])).toBe("navigation 2, advertisement, strange");
});
