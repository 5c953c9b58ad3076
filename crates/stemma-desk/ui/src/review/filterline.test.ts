import { expect, it } from "vitest";
import { lined, parsed } from "./filterline";

const NAMES = ["country", "kind", "told", "killed-min", "place", "q"];
const query = (line: string) => [...parsed(line, NAMES).query].map(([name, value]) => `${name}:${value}`);

it("reads conditions and words", () => {
  expect(query('country=SDN killed-min=10 market "car bomb" bazaar')).toEqual(["country:SDN", "killed-min:10", 'q:market "car bomb" bazaar']);
  expect(query('place="El Fasher" kind=shelling,air-strike')).toEqual(["place:El Fasher", "kind:shelling,air-strike"]);
  expect(query('place="El Fasher')).toEqual(["place:El Fasher"]);
  expect(query("country=")).toEqual([]);
  expect(query("  ")).toEqual([]);
});
it("names conditions that are not known, and asks for nothing by them", () => {
  const { query: found, unknown } = parsed("contry=SDN market", NAMES);
  expect(unknown).toEqual(["contry"]);
  expect([...found]).toEqual([["q", "market"]]);
});
it("writes what it reads", () => {
  for (const line of ['country=SDN place="El Fasher" market', 'kind=shelling kind=air-strike "car bomb"', ""]) {
    expect(lined(parsed(line, NAMES).query)).toBe(line);
  }
});
it("leaves out what is no condition", () => {
  expect(lined(new URLSearchParams("sel=e-1&view=fixes&country=SDN&sort=doubt"))).toBe("country=SDN");
});
