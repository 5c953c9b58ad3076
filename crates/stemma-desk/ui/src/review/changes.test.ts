import { describe, expect, it } from "vitest";
import type { Event, EventRow } from "../api";
import { changes, countWritten, dayWritten, drafted, line, pointRead, pointWritten, taken, toRead, type Draft } from "./changes";

function record(): { event: Event; row: EventRow } {
  const event = {
    kind: "shelling",
    actors: [{ name: "North Column", id: null }],
    recipients: [],
    time: { from: "2024-06-01", to: "2024-06-30", precision: "month" },
    toll: [],
    tolls: [
      { policy: "conservative", measure: "killed", low: 9, best: 9, high: 9 },
      { policy: "best", measure: "killed", low: 10, best: null, high: 16 },
    ],
  };
  return { event: event as unknown as Event, row: { told: "happened" } as EventRow };
}

function after(change: (draft: Draft) => void): string[] {
  const before = drafted(record());
  const now = structuredClone(before);
  change(now);
  return changes(before, now);
}

describe("a form says only what was changed", () => {
  it("says nothing where nothing was changed", () => expect(after(() => {})).toEqual([]));
  it("compares counts with the best estimate, as the program does", () => {
    expect(drafted(record()).counts.killed).toEqual({ low: "10", best: "", high: "16" });
  });
  it("knows a month from its days", () => expect(drafted(record()).day).toEqual({ how: "month", from: "2024-06", to: "" }));
  it("says unknown where a field was emptied", () => {
    expect(after((draft) => (draft.actor = " ; "))).toEqual(["actor=unknown"]);
    expect(after((draft) => (draft.counts.killed = { low: "", best: "", high: "" }))).toEqual(["killed=unknown"]);
    expect(after((draft) => (draft.day.how = "unknown"))).toEqual(["day=unknown"]);
  });
  it("says all fields in their order", () => {
    const said = after((draft) => {
      draft.counts.injured = { low: "", best: "4", high: "" };
      draft.recipient = "market;  market ; hospital";
      draft.kind = "air-strike";
      draft.day = { how: "range", from: "2024-06-07", to: "2024-06-09" };
      draft.place = { written: "geonames:379252", label: "" };
    });
    expect(said).toEqual(["day=2024-06-07..2024-06-09", "place=geonames:379252", "kind=air-strike", "recipient=market; hospital", "injured=4"]);
  });
});

describe("values are written as the program reads them", () => {
  const count = (low: string, best: string, high: string) => countWritten("killed", { low, best, high });
  it("writes counts with their bounds", () => {
    expect(count("", "12", "")).toBe("12");
    expect(count("12", "12", "12")).toBe("12");
    expect(count("10", "", "16")).toBe("10..16");
    expect(count("10", "12", "16")).toBe("10..12..16");
    expect(count("10", "", "")).toBe("10..");
    expect(count("10", "10", "")).toBe("10..");
    expect(count("", "", "16")).toBe("..16");
    expect(count("10", "12", "")).toBe("10..12..");
  });
  it("refuses counts that are none", () => {
    expect(() => count("16", "", "10")).toThrow("lowest");
    expect(() => count("ten", "", "")).toThrow("whole");
    expect(() => count("", "-1", "")).toThrow("whole");
  });
  it("refuses days that are none", () => {
    expect(() => dayWritten({ how: "range", from: "2024-06-09", to: "2024-06-07" })).toThrow("before");
    expect(() => dayWritten({ how: "day", from: "", to: "" })).toThrow("not known");
    expect(dayWritten({ how: "range", from: "2024-06-09", to: "2024-06-09" })).toBe("2024-06-09");
  });
  it("writes points with their name, and takes no second @", () => {
    expect(pointWritten("Zamzam camp", 13.49, 25.31)).toBe("Zamzam camp @ 13.49,25.31");
    expect(pointWritten("a@b", 13.49, 25.312345678)).toBe("a b @ 13.49,25.3123");
    expect(() => pointWritten("", 99, 0)).toThrow("latitude");
  });
  it("reads points", () => {
    expect(pointRead(" 13.63, 25.35")).toEqual({ lat: 13.63, lon: 25.35 });
    expect(pointRead("-4.2 152")).toEqual({ lat: -4.2, lon: 152 });
    for (const wrong of ["El Fasher", "13.63", "91,0", "1,2,3", ""]) expect(pointRead(wrong), wrong).toBeNull();
  });
});

describe("the line that could be typed", () => {
  it("quotes what a shell would cut", () => {
    expect(line(["e-1"], ["killed=12", "place=El Fasher"], "Ada", "the ministry's list")).toBe(
      String.raw`stemma fix e-1 killed=12 'place=El Fasher' --why 'the ministry'\''s list' --by Ada`,
    );
  });
  it("says one line for each event", () => expect(line(["e-1", "e-2"], ["accept"], "", "")).toBe("stemma fix e-1 accept\nstemma fix e-2 accept"));
});

it("a change is read by people without the codes that it is written in", () => {
  const place = { written: "geonames:379252", label: "Omdurman, Khartoum, Sudan" };
  expect(["place=geonames:379252", "killed=7", "day=unknown", "merge=e-91c0"].map((change) => toRead(change, place))).toEqual([
    "place Omdurman, Khartoum, Sudan",
    "killed 7",
    "day not known",
    "merge e-91c0",
  ]);
});

describe("a value of a page is taken into its field as a fix says it", () => {
  const kherson = { lat: 46.64, lon: 32.61 };
  it.each([
    ["day", "9 June 2024", "2024-06-09", null, ["day=2024-06-09"]],
    ["day", "8–11 June 2024", "2024-06-08..2024-06-11", null, ["day=2024-06-08..2024-06-11"]],
    ["day", "June 2024", "2024-06-01..2024-06-30", null, []],
    ["place", "Kherson (UKR)", "geonames:706448", kherson, ["place=geonames:706448"]],
    ["place", "near Kherson (UKR)", "near Kherson @ 46.64,32.61", kherson, ["place=near Kherson @ 46.64,32.61"]],
    ["kind", "drone strike", "drone-strike", null, ["kind=drone-strike"]],
    ["told", "background", "background", null, ["told=background"]],
    ["told", "something new", "something-new", null, []],
    ["recipient", "a and b", "a; b", null, ["recipient=a; b"]],
    ["killed", "12", "12", null, ["killed=12"]],
    ["killed", "6 or more", "6..", null, ["killed=6.."]],
    ["killed", "up to 150", "..150", null, ["killed=..150"]],
    ["killed", "10 to 16", "10..16", null, []],
    ["injured", "3 to 9", "3..5..9", null, ["injured=3..5..9"]],
    ["destroyed", "43", "43", null, []],
  ])("%s %s", (field, value, said, point, expected) => {
    expect(after((draft) => Object.assign(draft, taken(draft, field, { value, said, point })))).toEqual(expected);
  });
  it("is read by its name, without the code of its country", () => {
    const { place } = taken(drafted(record()), "place", { value: "Kherson (UKR)", said: "geonames:706448", point: kherson });
    expect(place).toEqual({ written: "geonames:706448", label: "Kherson", words: "Kherson", called: "Kherson", at: kherson });
  });
});
