import { expect, it } from "vitest";
import { across, bar, boxShown, drawn, found, isInSight, met, outline, roomFor, type Plate } from "./plate";

const plate: Plate = { lat: 15, lon: 32, span: 6, width: 300, height: 200 };

it("finds again what it drew", () => {
  for (const [lat, lon] of [[15, 32], [13.63, 25.35], [17.9, 36.2]] as const) {
    const again = found(plate, drawn(plate, lat, lon));
    expect(again.lat).toBeCloseTo(lat, 9);
    expect(again.lon).toBeCloseTo(lon, 9);
  }
});
it("goes the short way round the world", () => {
  const date: Plate = { ...plate, lat: -17, lon: 179 };
  expect(drawn(date, -17, -179).x).toBeGreaterThan(150);
  expect(found(date, { x: 299, y: 100 }).lon).toBeLessThan(0);
});
it("draws a distance as long as the degrees that it is", () => {
  const north = drawn(plate, 16, 32);
  expect(across(plate, 111.195)).toBeCloseTo(100 - north.y, 6);
});
it("has a round scale bar that fits", () => {
  for (const span of [0.1, 1, 6, 40, 150]) {
    const { km, width } = bar({ ...plate, span });
    expect(width).toBeLessThanOrEqual(75);
    expect(width).toBeGreaterThan(25);
    expect(`${km}`).toMatch(/^[125]0*$|^0\.[125]$/);
  }
});
it("does not tear a ring at the border of the world", () => {
  const date: Plate = { ...plate, lon: 180 };
  const xs = [...outline(date, [[179, 15], [-179, 15], [-179, 16], [179, 15]]).matchAll(/[ML](-?[\d.]+)/g)].map((found) => Number(found[1]));
  expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(80);
});
it("leaves out what cannot be seen", () => {
  expect(isInSight(plate, [21, 8, 39, 23])).toBe(true);
  expect(isInSight(plate, [92, 9, 101, 28])).toBe(false);
  expect(isInSight(plate, [30, -20, 34, -10])).toBe(false);
  // A country on both sides of the border of the world is never left out by mistake.
  expect(isInSight(plate, [-180, 8, 180, 23])).toBe(true);
});
it("shows a box of degrees that holds all of it, and none where it goes round the world", () => {
  const [west, south, east, north] = boxShown(plate) ?? [];
  expect([south, north]).toEqual([12, 18]);
  expect([west! <= found(plate, { x: 0, y: 0 }).lon, east! >= found(plate, { x: 300, y: 0 }).lon]).toEqual([true, true]);
  expect(boxShown({ ...plate, span: 300 })).toBeNull();
  const [left, , right] = boxShown({ ...plate, lat: -17, lon: 179 }) ?? [];
  expect(left! > right!).toBe(true);
});
it("writes the weightiest words that have room", () => {
  const word = (name: string, x: number, y: number) => ({ name, x, y, width: 40, height: 10 });
  const words = [word("city", 100, 50), word("beside", 120, 55), word("town", 100, 62), word("outside", 280, 50)];
  expect(roomFor(plate, words, [word("pin", 90, 60)]).map(({ name }) => name)).toEqual(["city"]);
  expect(roomFor(plate, words).map(({ name }) => name)).toEqual(["city", "town"]);
});
it("takes a click for the nearest dot, else for the name that it lies on", () => {
  const sign = (name: string, x: number, y: number, hasDot = true) => ({ name, dot: hasDot ? { x, y } : null, words: { x: x - 3, y: y - 6, width: 60, height: 12 } });
  const signs = [sign("Kherson", 100, 100), sign("Oleshky", 110, 104), sign("Kherson Oblast", 200, 40, false)];
  const check = (x: number, y: number, name: string | undefined) => expect(met(signs, { x, y }, 7)?.name, `${x} ${y}`).toBe(name);
  check(101, 101, "Kherson");
  check(107, 103, "Oleshky");
  check(140, 97, "Kherson");
  check(165, 104, "Oleshky");
  check(230, 40, "Kherson Oblast");
  check(50, 50, undefined);
});
