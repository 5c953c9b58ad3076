import { expect, it } from "vitest";
import type { IntakeState } from "./api";
import { inWords, type Live } from "./live";

const idle: Live = { store: { stamp: "s", documents: 3, events: 9, is_stale: false }, intake: null, isConnected: true, changes: 0 };
const intake = (state: IntakeState["state"]): IntakeState => ({ state, waiting: 4, read: 2, new: 1, known: 1, refused: [], lines: [] });

it("says nothing while nothing happens", () => {
  expect(inWords(idle)).toBe("");
  expect(inWords({ ...idle, intake: intake("idle") })).toBe("");
  expect(inWords({ ...idle, isConnected: null })).toBe("");
});
it("says how far pages are read and compared", () => {
  expect(inWords({ ...idle, intake: intake("reading") })).toBe("Reading pages: 2 read, 4 waiting");
  expect(inWords({ ...idle, intake: intake("relating") })).toBe("Comparing pages: 2 read, 4 waiting");
});
it("says first that nobody answers, then that lists are not whole", () => {
  const stale = { ...idle, store: { ...idle.store!, is_stale: true } };
  expect(inWords(stale)).toContain("not compared");
  expect(inWords({ ...stale, isConnected: false, intake: intake("reading") })).toContain("stemma serve");
});
