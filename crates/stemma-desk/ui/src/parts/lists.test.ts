import { expect, it } from "vitest";
import { listOf } from "./lists";

it("asks what the address asks, and sends no state of the page", () => {
  const query = new URLSearchParams("q=market&sel=story-1&view=cards&sort=pages&cursor=40");
  expect(listOf("stories", query)).toBe("/stories.json?q=market&sort=pages");
  expect(listOf("stories", query, "json", { limit: "1000" })).toBe("/stories.json?q=market&sort=pages&limit=1000");
  expect(listOf("pages", new URLSearchParams())).toBe("/pages.json");
});
