import { expect, it } from "vitest";
import type { FixRow } from "../api";
import { sayersOf } from "./sayers";

const said = (event: string, by: string, at: string, status: FixRow["status"] = "applies", field = "killed") => ({ event, by, at, status, field }) as FixRow;

it("names who said what still stands, who said it first before the others", () => {
  const found = sayersOf([
    said("e-1", "Bea", "2026-01-02"),
    said("e-1", "Ada", "2026-01-01"),
    said("e-1", "Ada", "2026-01-03"),
    said("e-2", "Cleo", "2026-01-01", "withdrawn"),
    said("e-2", "Dan", "2026-01-01", "applies", "withdraw"),
    said("e-3", "Eve", "2026-01-01", "stale"),
  ]);
  expect([...found]).toEqual([
    ["e-1", ["Ada", "Bea"]],
    ["e-3", ["Eve"]],
  ]);
});
