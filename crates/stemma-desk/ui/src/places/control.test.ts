import { describe, expect, it } from "vitest";
import type { Control } from "../api";
import { heldOn, initials, lanes, reach } from "./control";

const said = (of: Partial<Control>): Control => ({
  place: "Wad Medani",
  lat: 14.4,
  lon: 33.52,
  holder: "Rapid Support Forces",
  status: "held",
  share: null,
  from: null,
  to: null,
  as_of: null,
  mentions: [],
  ...of,
});

const rsf = said({ from: "2023-12-18", as_of: "2024-06-06" });
const army = said({ holder: "Sudanese army", from: "2025-01-11", as_of: "2025-01-12" });
const names = (rows: Control[], day: string) => heldOn(rows, day).flatMap(({ holders }) => holders.map(({ holder }) => holder));

describe("who held a place on a day", () => {
  it("is nobody before words tell of it, and the one told last until another took it", () => {
    expect(names([rsf, army], "2023-12-17")).toEqual([]);
    expect(names([rsf, army], "2024-01-01")).toEqual(["Rapid Support Forces"]);
    expect(names([rsf, army], "2024-12-31")).toEqual(["Rapid Support Forces"]);
    expect(names([rsf, army], "2025-02-01")).toEqual(["Sudanese army"]);
  });

  it("is both where their words contradict each other", () => {
    const still = said({ from: "2023-12-18", as_of: "2025-01-20" });
    expect(names([still, army], "2025-02-01")).toEqual(["Sudanese army", "Rapid Support Forces"]);
  });

  it("is not one of whom it is told that the place was lost, or held until a day before", () => {
    expect(names([rsf, said({ status: "lost", from: "2025-01-11", as_of: "2025-01-12" })], "2025-01-11")).toEqual([]);
    expect(names([said({ from: "2023-12-18", to: "2024-02-01" })], "2024-02-02")).toEqual([]);
    expect(names([said({ from: "2023-12-18", to: "2024-02-01" })], "2024-02-01")).toEqual(["Rapid Support Forces"]);
  });

  it("does not reach back from the day of the words where no beginning is told", () => {
    const now = said({ as_of: "2024-06-06" });
    expect(names([now], "2024-06-05")).toEqual([]);
    expect(names([now], "2024-06-06")).toEqual(["Rapid Support Forces"]);
    expect(names([said({})], "2024-06-06")).toEqual([]);
  });
});

describe("lanes", () => {
  it("have one holder each, the earliest first, and say at which end they are open", () => {
    const [place] = lanes([army, rsf, said({ as_of: "2024-02-02", status: "partly_held" })]);
    expect(place!.lanes.map(({ holder }) => holder)).toEqual(["Rapid Support Forces", "Sudanese army"]);
    const [first, second] = place!.lanes[0]!.bars;
    expect(first).toMatchObject({ from: "2023-12-18", until: "2024-06-06", isOpenBefore: false, isOpenAfter: true });
    expect(second).toMatchObject({ from: "2024-02-02", until: "2024-02-02", isOpenBefore: true, isOpenAfter: true });
  });

  it("keep what has no day, where it is not drawn", () => {
    const [place] = lanes([said({})]);
    expect(place!.lanes[0]).toMatchObject({ bars: [], undated: [{ place: "Wad Medani" }] });
    expect(reach([said({})])).toBeNull();
    expect(reach([rsf, army])).toEqual({ from: "2023-12-18", to: "2025-01-12" });
  });

  it("draw a loss as the day on which it was lost", () => {
    const [place] = lanes([said({ status: "lost", from: "2025-01-11", as_of: "2025-01-12" })]);
    expect(place!.lanes[0]!.bars[0]).toMatchObject({ from: "2025-01-11", isOpenBefore: false, isOpenAfter: false });
  });
});

it.each([
  ["Rapid Support Forces", "RSF"],
  ["Sudanese Armed Forces", "SAF"],
  ["M23", "M23"],
  ["Russia", "Rus"],
  ["Free Syrian Army of the North", "FSAN"],
])("%s is %s in a flag", (holder, letters) => expect(initials(holder)).toBe(letters));
