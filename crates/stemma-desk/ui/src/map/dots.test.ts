import { expect, it } from "vitest";
import type { Area, Spot } from "../api";
import { dotRadius, dots, sideBySide } from "./dots";

const spot = (of: Partial<Spot>): Spot => ({
  lat: 15.5,
  lon: 32.56,
  radius_km: null,
  precision: "exact",
  place: "Khartoum",
  country: "SDN",
  events: 1,
  killed: 0,
  ids: ["e-1"],
  ...of,
});

it("makes one dot of all that stands at one point, and loses no event and no uncertainty", () => {
  const all = dots([
    spot({ precision: "inferred", radius_km: 10, events: 3, killed: 2, ids: ["e-3"] }),
    spot({ events: 4, killed: 5, radius_km: 25, precision: "area", ids: ["e-4"] }),
    spot({ radius_km: 25, precision: "exact", ids: ["e-5"] }),
    spot({ lat: 13.6, lon: 25.3, place: "El Fasher", events: 9 }),
  ]);
  expect(all.map(({ place, events }) => [place, events])).toEqual([
    ["El Fasher", 9],
    ["Khartoum", 8],
  ]);
  expect(all[1]).toMatchObject({ killed: 7, precision: "exact", radii_km: [25, 10], ids: ["e-3", "e-4", "e-5"] });
});

it("gives a dot more room the more it has to say, within bounds", () => {
  const sizes = [1, 2, 10, 100, 1000, 100_000].map(dotRadius);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(sizes[0]).toBe(6);
  expect(sizes.at(-1)).toBe(26);
});

it("puts badges of one point side by side", () => {
  const area = (name: string, lat: number): Area => ({ name, country: "SDN", level: "unit", lat, lon: 30, events: 1, killed: 0, ids: [] });
  expect(sideBySide([area("a", 1), area("b", 1), area("c", 2)]).map(({ aside }) => aside)).toEqual([0, 1, 0]);
});
