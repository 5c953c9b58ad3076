import { describe, expect, it } from "vitest";
import type { Facets } from "../api";
import { chips, conditions, isNarrow, listPath, narrowed, toggled, values, valueInWords } from "./asked";

const query = (written: string) => new URLSearchParams(written);

describe("the query of an address", () => {
  it("asks for what is told as happened unless something else is said", () => {
    expect(conditions(query("")).get("told")).toBe("happened");
    expect(conditions(query("told=any")).get("told")).toBe("any");
    expect(isNarrow(query("sel=e-1&view=cards"))).toBe(false);
    expect(isNarrow(query("told=any"))).toBe(true);
  });
  it("sends no state of the page", () => {
    expect(listPath(query("view=cards&sel=e-1&country=SDN&sort=killed"))).toBe("/events.json?country=SDN&told=happened&sort=killed");
  });
  it("joins values that were written several times", () => {
    expect(values(query("kind=shelling&kind=clash,capture"), "kind")).toEqual(["shelling", "clash", "capture"]);
  });
});

describe("a step", () => {
  it("adds to conditions that hold several values and takes the place of others", () => {
    expect(toggled(query("kind=clash"), "kind", "shelling").get("kind")).toBe("clash,shelling");
    expect(toggled(query("country=SDN"), "country", "UKR").get("country")).toBe("UKR");
    expect(toggled(query("country=SDN"), "country", "SDN").get("country")).toBeNull();
  });
  it("asks for the least of the killed without a most, as it was counted", () => {
    expect(toggled(query("killed-min=1&killed-max=3"), "killed-min", "10").toString()).toBe("killed-min=10");
  });
  it("takes the usual condition off and puts it on again", () => {
    const off = toggled(query(""), "told", "happened");
    expect(off.get("told")).toBe("any");
    expect(toggled(off, "told", "happened").toString()).toBe("");
    expect(toggled(query(""), "told", "denied").get("told")).toBe("happened,denied");
  });
  it("leaves no selected event, no place in the list and no distance from nowhere behind", () => {
    expect(narrowed(query("sel=e-1&cursor=x&place=Sennar&within=20"), { place: null }).toString()).toBe("");
  });
});

describe("chips", () => {
  const facets = { facets: [{ name: "country", values: [{ value: "SDN", label: "Sudan", count: 3 }] }] } as unknown as Facets;
  it("tell values apart that are called the same", () => {
    const kinds = ["capture-place", "regain-place", "siege"].map((value) => ({ value, label: value === "siege" ? value : "capture", count: 1 }));
    const words = kinds.map(({ value }) => valueInWords("kind", value, { name: "kind", values: kinds }));
    expect(words).toEqual(["capture place", "regain place", "siege"]);
  });
  it("say codes by their names, and each can be taken off by itself", () => {
    const found = chips(query("country=SDN&kind=clash,capture&place=Sennar&within=20&lacks=day"), facets);
    expect(found.map(({ words }) => words)).toEqual([
      "told as happened",
      "country: Sudan",
      "within 20 km of Sennar",
      "kind: clash",
      "kind: capture",
      "no day",
    ]);
    expect(chips(query("told=not-happened&checked=no&origins-min=2"), facets).map(({ words }) => words)).toEqual([
      "told as “did not happen”",
      "2 or more origins",
      "checked: not yet",
    ]);
    expect(chips(query("mark=graphic,none"), facets).map(({ words }) => words)).toEqual(["told as happened", "marked: graphic", "marked: not at all"]);
    expect(chips(query("killed-min=1&killed-max=3"), facets).map(({ words }) => words)).toEqual(["told as happened", "1 or more killed", "3 or fewer killed"]);
    expect(chips(query("precision=unit,none"), facets).map(({ words }) => words)).toEqual(["told as happened", "place known: province only", "place known: no place"]);
    expect(found[3]?.without.get("kind")).toBe("capture");
    expect(found[0]?.without.get("told")).toBe("any");
  });
});
