import { describe, expect, it } from "vitest";
import type { EventRow } from "../api";
import { laid, markRadius, reachOf, rowsOf, stepped, usualBy } from "./rows";

const event = (id: string, from: string | null, of: Partial<EventRow> = {}) =>
  ({ id, from, to: from, place: "Khartoum", country: "SDN", admin1: null, killed_best: null, killed_low: null, ...of }) as EventRow;

const x = (day: number) => (day - 19_800) * 4;

describe("rows", () => {
  it("are places with the most events first, and leave out what has no day", () => {
    const rows = rowsOf(
      [
        event("a", "2024-03-20"),
        event("b", "2024-03-18", { place: "Sennar" }),
        event("c", "2024-03-19", { place: "Sennar" }),
        event("d", null),
        event("e", "2024-03-21", { place: null, country: null }),
      ],
      "place",
    );
    expect(rows.map(({ name, marks }) => [name, marks.map(({ row }) => row.id)])).toEqual([
      ["Sennar", ["b", "c"]],
      ["Khartoum", ["a"]],
      ["place unknown", ["e"]],
    ]);
    expect(reachOf(rows)).toEqual({ from: 19_800, to: 19_804 });
    expect(reachOf([])).toBeNull();
  });

  it("are countries where there are many places", () => {
    const many = Array.from({ length: 100 }, (_, at) => event(`${at}`, "2024-03-20", { place: `Town ${at}` }));
    expect(usualBy(many)).toBe("country");
    expect(usualBy(many.slice(0, 10))).toBe("place");
    expect(rowsOf(many, "country")).toHaveLength(1);
  });

  it("of one name in two countries are two", () => {
    expect(rowsOf([event("a", "2024-03-20"), event("b", "2024-03-20", { country: "TCD" })], "place")).toHaveLength(2);
  });
});

describe("marks", () => {
  it("never lie on each other, whatever they are", () => {
    const rows = rowsOf(
      Array.from({ length: 60 }, (_, at) => event(`${at}`, `2024-03-${1 + (at % 28)}`.replace(/-(\d)$/, "-0$1"), { to: at % 3 ? undefined : "2024-03-30", killed_best: at })),
      "place",
    );
    const { marks, height } = laid(rows[0]!.marks, x);
    const boxes = marks.map(({ left, right, y, radius, isUncertain }) => ({
      left: isUncertain ? left : left - radius,
      right: isUncertain ? right : right + radius,
      top: y - radius,
      bottom: y + radius,
    }));
    for (const [at, a] of boxes.entries()) {
      expect(a.top).toBeGreaterThanOrEqual(0);
      expect(a.bottom).toBeLessThanOrEqual(height);
      for (const b of boxes.slice(at + 1)) expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
    }
  });

  it("reach over all days that are possible, and stand in the middle of one", () => {
    const [row] = rowsOf([event("a", "2024-03-18"), event("b", "2024-03-20", { to: "2024-03-31" })], "place");
    const [day, days] = laid(row!.marks, x).marks;
    expect([day!.isUncertain, day!.left, day!.right]).toEqual([false, 2, 2]);
    expect([days!.isUncertain, days!.left, days!.right]).toEqual([true, x(19_802), x(19_814)]);
  });

  it("grow with the number of killed", () => {
    expect(markRadius(null)).toBe(4);
    expect(markRadius(10)).toBeGreaterThan(markRadius(2));
    expect(markRadius(10_000)).toBe(18);
    expect(markRadius(10_000, true)).toBe(9);
    expect(markRadius(null, true)).toBe(3);
  });
});

it("arrow keys lead along a row and to the nearest day of the next one", () => {
  const rows = rowsOf(
    [event("a", "2024-03-01"), event("b", "2024-03-10"), event("c", "2024-03-20"), event("d", "2024-03-09", { place: "Sennar" }), event("e", "2024-03-30", { place: "Sennar" })],
    "place",
  );
  expect(stepped(rows, null, "ArrowRight")).toBe("a");
  expect(stepped(rows, "a", "ArrowRight")).toBe("b");
  expect(stepped(rows, "a", "ArrowLeft")).toBe("a");
  expect(stepped(rows, "b", "ArrowDown")).toBe("d");
  expect(stepped(rows, "e", "ArrowUp")).toBe("c");
  expect(stepped(rows, "e", "ArrowDown")).toBe("e");
  expect(stepped(rows, "a", "End")).toBe("c");
});
