import { expect, it } from "vitest";
import { isSame } from "./server";

it("knows the answer that the page came with, however its path is written", () => {
  expect(isSame("/events.json", "/events.json?told=happened")).toBe(true);
  expect(isSame("/events.json?q=two%20words&country=SDN", "/events.json?country=SDN&q=two+words&told=happened")).toBe(true);
  expect(isSame("/stories.json?since=2024%2D06", "/stories.json?since=2024-06")).toBe(true);
});
it("takes no answer for that of another query", () => {
  expect(isSame("/events.json?told=any", "/events.json?told=happened")).toBe(false);
  expect(isSame("/events.json", "/events.json?told=happened&country=SDN")).toBe(false);
  expect(isSame("/events.json", "/events.json")).toBe(false);
  expect(isSame("/stories.json", "/stories.json?told=happened")).toBe(false);
});
