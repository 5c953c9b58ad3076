import { expect, test } from "vitest";
import type { FixRow } from "../api";
import { standing } from "./standing";

const fix = (id: string, field: string, value = ""): FixRow => ({
  id,
  field,
  value,
  at: `2026-06-09T14:05:0${id}.000Z`,
  by: "Ada",
  why: "",
  event: "e-1",
  read: "",
  reads: "",
  status: "applies",
  in_words: { value, read: "", reads: "" },
});

test("what takes something back stands beside it, and is no line of its own", () => {
  const rows = [fix("1", "killed", "7"), fix("2", "withdraw", "1"), fix("3", "accept"), fix("4", "withdraw", "gone")];
  expect(standing(rows).map(({ row, takenBack }) => [row.id, takenBack?.id ?? null])).toEqual([
    ["1", "2"],
    ["3", null],
    ["4", null],
  ]);
});
