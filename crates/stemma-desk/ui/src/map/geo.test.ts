import { describe, expect, it } from "vitest";
import { drawn } from "../review/plate";
import { around, boxOf, circle, degreesOf, destination, distance_km, holding, isInside, plateOf, seenFrom, written } from "./geo";

const khartoum = { lat: 15.5007, lon: 32.5599 };

describe("circles", () => {
  it.each([
    [khartoum, 25],
    [{ lat: 64.1, lon: -21.9 }, 300],
    [{ lat: -45, lon: 179.9 }, 150],
    [{ lat: 0, lon: 0 }, 1],
  ])("keep their true kilometres at every corner (%o, %d km)", (centre, km) => {
    const ring = circle(centre, km);
    expect(ring.at(-1)).toEqual(ring[0]);
    const [first, second] = ring.map(([lon, lat]) => ({ lat, lon }));
    const middle = { lat: (first!.lat + second!.lat) / 2, lon: (first!.lon + second!.lon) / 2 };
    expect(distance_km(centre, middle) / km).toBeGreaterThan(0.994);
    for (const [lon, lat] of ring) expect(distance_km(centre, { lat, lon })).toBeCloseTo(km, 6);
  });

  it("go over the line of the date without a jump", () => {
    const lons = circle({ lat: 10, lon: 179.9 }, 100).map(([lon]) => lon);
    expect(Math.max(...lons)).toBeGreaterThan(180);
    expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(3);
  });

  it("are wider in degrees where the parallels are shorter", () => {
    const width = (lat: number) => destination({ lat, lon: 0 }, 100, 90).lon;
    expect(width(60)).toBeGreaterThan(1.9 * width(0));
  });
});

it("looks as far around a point as its uncertainty reaches, and never closer than a town", () => {
  expect(degreesOf(null)).toBe(0.4);
  expect(degreesOf(5)).toBe(0.4);
  expect(degreesOf(111.195)).toBeCloseTo(1.5, 6);
});

it("a circle is seen from the zoom on at which it is wider than its dot", () => {
  // At zoom 8 a pixel is 306 m on the equator: 10 km are 33 pixels.
  expect(seenFrom({ lat: 0, lon: 0 }, 10, 10_000 / 305.748)).toBeCloseTo(8, 3);
  expect(seenFrom({ lat: 60, lon: 0 }, 10, 20)).toBeLessThan(seenFrom({ lat: 0, lon: 0 }, 10, 20));
});

describe("boxes", () => {
  it("are read from the address and written into it", () => {
    expect(boxOf("21.8,8.7,38.6,22.2")).toEqual({ west: 21.8, south: 8.7, east: 38.6, north: 22.2 });
    expect(written({ west: 21.81239, south: 8.7, east: 38.6, north: 22.2 })).toBe("21.812,8.7,38.6,22.2");
    expect(written({ west: 179, south: 0, east: 181, north: 1 })).toBe("179,0,-179,1");
  });

  it.each([null, "", "1,2,3", "a,b,c,d", "1,2,3,", "0,50,1,40", "0,-91,1,0", "1,2,3,4,5"])("are none where %j stands", (text) => {
    expect(boxOf(text)).toBeNull();
  });

  it("have an inside, also over the line of the date", () => {
    expect(isInside(khartoum, { west: 30, south: 10, east: 35, north: 20 })).toBe(true);
    expect(isInside(khartoum, { west: 33, south: 10, east: 35, north: 20 })).toBe(false);
    expect(isInside({ lat: -17, lon: -179 }, { west: 170, south: -20, east: -170, north: -10 })).toBe(true);
  });

  it("hold all points and are never a point themselves", () => {
    expect(holding([])).toBeNull();
    expect(written(holding([khartoum], 2)!, 4)).toBe("31.5599,14.5007,33.5599,16.5007");
    const box = holding([khartoum, { lat: 13.6, lon: 25.3 }])!;
    expect(box.west).toBe(25.3);
    expect(box.north).toBe(15.5007);
  });

  it("around one point are written with enough decimals to hold it", () => {
    const box = boxOf(written(around(khartoum), 5))!;
    expect(box.west).toBeLessThan(khartoum.lon);
    expect(box.north).toBeGreaterThan(khartoum.lat);
    expect(distance_km({ lat: box.south, lon: box.west }, { lat: box.north, lon: box.east })).toBeLessThan(0.02);
  });
});

it.each([
  [{ west: 20, south: 0, east: 40, north: 20 }, 800, 600],
  [{ west: 0, south: 50, east: 20, north: 60 }, 420, 600],
  [{ west: 170, south: -20, east: -170, north: -10 }, 900, 300],
])("the plain map shows the whole box %o on %d × %d", (box, width, height) => {
  const plate = plateOf(box, width, height);
  for (const [lat, lon] of [
    [box.south, box.west],
    [box.north, box.east],
  ]) {
    const { x, y } = drawn(plate, lat!, lon!);
    expect(x).toBeGreaterThanOrEqual(-0.01);
    expect(x).toBeLessThanOrEqual(width + 0.01);
    expect(y).toBeGreaterThanOrEqual(-0.01);
    expect(y).toBeLessThanOrEqual(height + 0.01);
  }
});
