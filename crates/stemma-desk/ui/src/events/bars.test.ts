import { describe, expect, it } from "vitest";
import { asked, bars, brushed, reach, stepped, ticks, toDay, toNumber, unitEnd, unitStart } from "./bars";

const histogram = {
  unit: "month" as const,
  bars: [
    { from: "2023-11-01", count: 2, killed: 0 },
    { from: "2024-02-01", count: 5, killed: 9 },
  ],
};
const all = reach(bars(histogram)) ?? { from: 0, to: 0 };

describe("days", () => {
  it("come back as they went in, whatever the time zone", () => {
    for (const day of ["1969-12-31", "1970-01-01", "2024-02-29", "0099-03-01"]) expect(toDay(toNumber(day))).toBe(day);
  });
  it("end months and years where the next begins", () => {
    expect(toDay(unitEnd(toNumber("2023-12-01"), "month"))).toBe("2024-01-01");
    expect(toDay(unitEnd(toNumber("2024-01-01"), "year"))).toBe("2025-01-01");
    expect(toDay(unitStart(toNumber("2024-02-29"), "month"))).toBe("2024-02-01");
    expect(toDay(stepped(toNumber("2024-01-15"), "month", -1))).toBe("2023-12-01");
  });
});

describe("a brush", () => {
  it("spans the bars from the first day to the last", () => {
    expect([toDay(all.from), toDay(all.to)]).toEqual(["2023-11-01", "2024-03-01"]);
  });
  it("asks for whole units, in either direction", () => {
    const middle = [toNumber("2023-12-20"), toNumber("2024-01-03")] as const;
    expect(brushed(middle[0], middle[1], "month", all)).toEqual({ since: "2023-12-01", until: "2024-01-31" });
    expect(brushed(middle[1], middle[0], "month", all)).toEqual({ since: "2023-12-01", until: "2024-01-31" });
  });
  it("asks for nothing where it spans everything, and stays within what there is", () => {
    expect(brushed(all.from - 90, all.to + 90, "month", all)).toEqual({ since: null, until: null });
    expect(brushed(toNumber("2024-02-10"), all.to + 90, "month", all)).toEqual({ since: "2024-02-01", until: null });
  });
  it("shows what an address asks for, by year, month or day", () => {
    const stretch = asked("2023-12", "2024", all);
    expect(stretch && [toDay(stretch.from), toDay(stretch.to)]).toEqual(["2023-12-01", "2025-01-01"]);
    expect(asked(null, null, all)).toBeNull();
    expect(asked("last spring", null, all)).toEqual(all);
  });
});

describe("a scale", () => {
  it("has no more round days than asked for", () => {
    expect(ticks(all, 8).map(({ words }) => words)).toEqual(["Nov", "Dec", "2024", "Feb"]);
    expect(ticks({ from: toNumber("1990-05-01"), to: toNumber("2024-01-01") }, 8).map(({ words }) => words)).toEqual(["1990", "1995", "2000", "2005", "2010", "2015", "2020"].filter((year) => year !== "1990"));
    expect(ticks({ from: toNumber("2024-06-28"), to: toNumber("2024-07-02") }, 8).map(({ words }) => words)).toEqual(["28 Jun", "29 Jun", "30 Jun", "1 Jul"]);
  });
});
