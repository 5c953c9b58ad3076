import { expect, it } from "vitest";
import { count, country, days, minute, origins, told, where } from "./words";

it("says days as short as they are known", () => {
  expect(days("2024-06-09", "2024-06-09")).toBe("9 Jun 2024");
  expect(days("2024-06-07", "2024-06-09")).toBe("7–9 Jun 2024");
  expect(days("2024-02-01", "2024-02-29")).toBe("Feb 2024");
  expect(days("2024-01-01", "2024-12-31")).toBe("2024");
  expect(days("2024-05-28", "2024-06-14")).toBe("28 May 2024 – 14 Jun 2024");
  expect(days(null, null)).toBe("");
});
it("says an instant to the minute", () => {
  expect(minute("2026-06-09T14:05:01.000Z")).toBe("2026-06-09 14:05");
});
it("says counts as far as they are known", () => {
  expect(count(10, 12, 16)).toBe("10–16");
  expect(count(12, 12, 12)).toBe("12");
  expect(count(10, null, null)).toBe("at least 10");
  expect(count(null, null, 3)).toBe("at most 3");
  expect(count(null, null, null)).toBe("");
});
it("calls countries as the program does, and no place twice", () => {
  expect(country("SDN")).toBe("Sudan");
  expect(country("XQX")).toBe("XQX");
  expect(where({ place: "Khartoum", admin1: "Khartoum", country: "SDN" })).toBe("Khartoum, Sudan");
  expect(where({ place: "Ukraine", admin1: null, country: "UKR" })).toBe("Ukraine");
  expect(where({ place: null, admin1: null, country: null })).toBe("place unknown");
});
it("says one article and one origin as one", () => {
  expect(told(1, 1, 1)).toBe("1 article, 1 origin");
  expect(told(4, 2, 3)).toBe("4 articles, 2–3 origins");
  expect(origins(1, 1)).toBe("1 origin");
});
