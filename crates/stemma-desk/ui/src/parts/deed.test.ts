import { expect, it } from "vitest";
import type { EventRow } from "../api";
import { deed } from "./deed";

const of = (summary: string, place: string | null = null, told: EventRow["told"] = "happened") => deed({ summary, place, told });

it("leaves out the day and the place that stand beside it", () => {
  expect(of("shelling by army, in Kunming, about 2024-01-09 to 2024-01-12", "Kunming")).toBe("Shelling by army");
  expect(of("attack by RSF, in Al Jazirah, 2024-06-05; 100 or more killed", "Al Jazirah")).toBe("Attack by RSF; 100 or more killed");
  expect(of("siege by RSF against El Fasher, in El Fasher, 2024-05-01 to 2024-05-31", "El Fasher")).toBe("Siege by RSF against El Fasher");
});
it("keeps a place that is told by more words than its name", () => {
  expect(of("air strike, in Khartoum North, 2024-01-02", "Khartoum")).toBe("Air strike, in Khartoum North");
});
it("leaves what the mark of its telling says to that mark", () => {
  expect(of("did not happen: clash, in Sennar, 2023-12-19", "Sennar", "not-happened")).toBe("Clash");
  expect(of("planned deployment by army", null, "planned")).toBe("Deployment by army");
  expect(of("planned deployment by army", null, "happened")).toBe("Planned deployment by army");
});
