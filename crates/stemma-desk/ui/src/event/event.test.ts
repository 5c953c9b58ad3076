import { expect, test } from "vitest";
import type { Cell, EventRecord, MatrixRow, TollEstimate, TollReport } from "../api";
import { beginsAt, pointAt } from "./mend";
import { headline, leftOut, policyOf, reports, scale } from "./figures";
import { fieldLabel, grouped, readBy } from "./matrix";

const row = (page: string, capsule: number | null): MatrixRow => ({ page, outlet: null, capsule, cells: [] });
const capsule = (label: string) => ({ label, pages: [], is_doubtful: false });

test("pages stand by their capsule, and those of none at the end", () => {
  const groups = grouped([row("a", 1), row("b", null), row("c", 0), row("d", 1), row("e", 9)], [capsule("first"), capsule("second"), capsule("empty")]);
  expect(groups.map((group) => [group.capsule?.label ?? null, group.rows.map(({ page }) => page)])).toEqual([
    ["first", ["c"]],
    ["second", ["a", "d"]],
    [null, ["b", "e"]],
  ]);
});

test("what read a field is told with how sure it is, where that is known", () => {
  expect(readBy({ rule: "learnt reader", p: 0.844, is_apart: false })).toBe("learnt reader, .84");
  expect(readBy({ rule: "learnt reader", p: 1, is_apart: true })).toBe("learnt reader, >.99, in another place of the page");
  expect(readBy({ rule: "rule kill", p: null, is_apart: false })).toBe("rule kill");
});

test("a field that has no words of its own yet is told by its name", () => {
  expect([fieldLabel("day"), fieldLabel("injured")]).toEqual(["When", "Injured"]);
});

test("a policy that is none is the best one", () => {
  expect([policyOf(null), policyOf("range"), policyOf("toString"), policyOf("x")]).toEqual(["best", "range", "best", "best"]);
});

test("reports stand on one scale where they say different numbers", () => {
  const report = (low: number | null, best: number | null, high: number | null) => ({ low, best, high });
  expect(scale([report(10, 10, 10), report(15, null, null), report(null, null, 40)])).toEqual({ from: 10, to: 40 });
  expect(scale([report(10, 10, 10), report(10, 10, 10)])).toBeNull();
  expect(scale([report(null, null, null)])).toBeNull();
});

test("all reports of a number are shown, and those that the policy rests on are marked", () => {
  const report = (doc: string, best: number): TollReport => ({ doc, start: 0, end: 2, quote: `${best}`, low: best, best, high: best, claim: null });
  const toll = (policy: TollEstimate["policy"], by_claim: TollReport[], measure = "injured"): TollEstimate => ({ policy, measure, group: "people", low: 35, best: null, high: 54, scope: "event", by_claim });
  const best = toll("best", [report("b", 35)]);
  const tolls = [best, toll("range", [report("a", 54), report("b", 35)]), toll("range", [report("c", 9)], "killed")];
  expect(reports(tolls, best).map((one) => [one.report.doc, one.isTaken])).toEqual([
    ["b", true],
    ["a", false],
  ]);
});

test("a policy that gives a number tells it, and beside it what it was taken from", () => {
  expect(headline({ low: 35, best: 35, high: 54 })).toEqual({ number: "35", of: "35–54" });
  expect(headline({ low: 35, best: null, high: 54 })).toEqual({ number: "35–54", of: "" });
  expect(headline({ low: 1200, best: 1200, high: 1200 })).toEqual({ number: "1,200", of: "" });
  expect(headline({ low: 3, best: 3, high: null })).toEqual({ number: "3", of: "at least 3" });
});

test("a figure that no estimate rests on is told, with the page of its origin that is counted", () => {
  const cell = (doc: string, start: number, value: string): Cell => ({ value, said: value, quote: { doc, start, end: start + 8, quote: value }, rule: "", p: null, differs: false, before: null, is_apart: false, point: null });
  const told = (page: string, capsule: number | null, value: string): MatrixRow => ({ page, outlet: null, capsule, cells: [cell(page, 0, "5 June"), cell(page, 20, value)] });
  const counted: TollReport = { doc: "a", start: 22, end: 25, quote: "100", low: 100, best: 100, high: null, claim: null };
  const record = {
    event: { tolls: [{ policy: "best", measure: "killed", group: "people", low: 100, best: 100, high: null, scope: "event", by_claim: [counted] }] },
    matrix: { fields: ["day", "killed"], rows: [told("a", 0, "100"), told("b", 0, "104"), told("c", 1, "150"), told("d", null, "3")], left_out: 0 },
    capsules: [
      { label: "first", pages: ["a", "b"], is_doubtful: false },
      { label: "second", pages: ["c"], is_doubtful: false },
    ],
  } as unknown as Pick<EventRecord, "event" | "matrix" | "capsules">;
  expect(leftOut(record).map(({ measure, cell, origin }) => [measure, cell.value, origin])).toEqual([
    ["killed", "104", "a"],
    ["killed", "150", null],
    ["killed", "3", null],
  ]);
});

test("the form begins where somebody looked, else where pages differ on the place, else at the day", () => {
  const record = (differs: boolean) =>
    ({ event: { id: "e-1" }, matrix: { fields: ["day", "place"], rows: [{ page: "a", outlet: null, capsule: 0, cells: [null, { differs }] }], left_out: 0 } }) as unknown as EventRecord;
  expect(beginsAt(record(false))).toBe("day");
  expect(beginsAt(record(true))).toBe("place");
  pointAt("e-1", "killed");
  expect(beginsAt(record(true))).toBe("killed");
  pointAt("e-1", "destroyed");
  expect(beginsAt(record(true)), "the form has no such field").toBe("place");
  pointAt("e-2", "killed");
  expect(beginsAt(record(false)), "another event").toBe("day");
});
