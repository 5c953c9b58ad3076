import { describe, expect, it } from "vitest";
import { around, boxOf, circle, destination, distance_km, holding, plane, written } from "./geo";

const khartoum = { lat: 15.5007, lon: 32.5599 };

describe("circles", () => {
  it.each([
    [khartoum, 25],
    [{ lat: 64.1, lon: -21.9 }, 300],
    [{ lat: -45, lon: 179.9 }, 150],
    [{ lat: 0, lon: 0 }, 1],
  ])("keep their true kilometres at every corner (%o, %d km)", (centre, km) => {
    const ring = circle(centre, km);
    expect(ring).toHaveLength(65);
    expect(ring[64]).toEqual(ring[0]);
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

describe("boxes", () => {
  it("are read from the address and written into it", () => {
    expect(boxOf("21.8,8.7,38.6,22.2")).toEqual({ west: 21.8, south: 8.7, east: 38.6, north: 22.2 });
    expect(written({ west: 21.81239, south: 8.7, east: 38.6, north: 22.2 })).toBe("21.812,8.7,38.6,22.2");
    expect(written({ west: 179, south: 0, east: 181, north: 1 })).toBe("179,0,-179,1");
  });

  it.each([null, "", "1,2,3", "a,b,c,d", "1,2,3,", "0,50,1,40", "0,-91,1,0", "1,2,3,4,5"])("are none where %j stands", (text) => {
    expect(boxOf(text)).toBeNull();
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

describe("the plain map", () => {
  it("puts the middle in the middle, north above, and comes back to the same degrees", () => {
    const { x, y, lon, lat } = plane({ west: 20, south: 0, east: 40, north: 20 }, 800, 600);
    expect([x(30), y(10)]).toEqual([400, 300]);
    expect(y(15)).toBeLessThan(y(10));
    expect(lon(x(33.3))).toBeCloseTo(33.3);
    expect(lat(y(7.7))).toBeCloseTo(7.7);
  });

  it("shows the whole box, and a square of kilometres as a square", () => {
    const box = { west: 0, south: 50, east: 20, north: 60 };
    const { x, y } = plane(box, 500, 500);
    expect(x(0)).toBeGreaterThanOrEqual(0);
    expect(x(20)).toBeLessThanOrEqual(500);
    const middle = { lat: 55, lon: 10 };
    const east = destination(middle, 100, 90);
    const north = destination(middle, 100, 0);
    expect((x(east.lon) - 250) / (250 - y(north.lat))).toBeCloseTo(1, 1);
  });
});
