import { describe, expect, it } from "vitest";
import type { Dot } from "./dots";
import { hit, type View } from "./hit";
import type { Scene } from "./scene";

/** A degree is 50 pixels, and the middle of the world is at 1000, 1000. */
const view: View = {
  project: ({ lat, lon }) => ({ x: 1000 + lon * 50, y: 1000 - lat * 50 }),
  unproject: ({ x, y }) => ({ lon: (x - 1000) / 50, lat: (1000 - y) / 50 }),
  scale: 1,
};
const dot = (id: string, lat: number, lon: number, events: number): Dot => ({
  id,
  lat,
  lon,
  events,
  place: id,
  country: null,
  killed: 0,
  precision: "exact",
  radii_km: [],
  ids: [],
});
const area = { name: "Sudan", country: "SDN", level: "country" as const, lat: 5, lon: 5, events: 1, killed: 0, ids: [], aside: 1 };
const scene: Pick<Scene, "dots" | "areas" | "flags"> = {
  dots: [dot("large", 0, 0, 200), dot("small", 0.1, 0.1, 1), dot("far", 0, 10, 1)],
  areas: [area],
  flags: [{ place: "Held", lat: -5, lon: -5, holders: [{ holder: "Rapid Support Forces" } as never] }],
};
const at = (x: number, y: number, scale = 1) => hit(scene, { x, y }, { ...view, scale })?.id ?? null;

describe("what lies under a pointer", () => {
  it("is the dot that is drawn above the others", () => {
    expect(at(1005, 995)).toBe("small");
    expect(at(985, 1010)).toBe("large");
    expect(at(1500, 1000)).toBe("far");
  });
  it("is nothing beside a dot, and less where dots are drawn smaller", () => {
    expect(at(1060, 1000)).toBeNull();
    expect(at(980, 1000)).toBe("large");
    expect(at(980, 1000, 0.4)).toBeNull();
  });
  it("is a badge where it stands, beside its point", () => {
    expect(at(1250 + 34, 750)).toBe("country:SDN:Sudan");
    expect(at(1250, 750)).toBeNull();
  });
  it("is a flag above the point that it is of, not its foot", () => {
    expect(at(760, 1230)).toBe("Held");
    expect(at(750, 1250)).toBeNull();
  });
});
