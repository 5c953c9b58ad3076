import { expect, it } from "vitest";
import type { EventRow } from "../api";
import { answered, EMPTY, isRound, next, open, passed, previous, reopened, returned, taken } from "./queue";

const rows = (...ids: string[]) => ids.map((id) => ({ id }) as EventRow);
const queue = taken(EMPTY, rows("a", "b", "c", "d"), true);

/** Walks on, answering those that are named and passing by the others, until all have an answer or so many steps were made. */
function walk(answers: (id: string, step: number) => boolean): string[] {
  let now = queue;
  let at: string | null = next(now, null);
  const seen: string[] = [];
  for (let step = 0; at !== null && step < 12; step += 1) {
    seen.push(at);
    const id: string = at;
    const goesTo: string | null = next(now, id);
    if (answers(id, step)) now = answered(now, [id]);
    at = goesTo;
  }
  return seen;
}

it("shows every event once where each is answered", () => expect(walk(() => true)).toEqual(["a", "b", "c", "d"]));
it("comes back to what was passed by, at the end", () => {
  expect(walk((id, step) => id !== "b" || step > 3)).toEqual(["a", "b", "c", "d", "b"]);
  expect(isRound(answered(queue, ["a", "c"]), "d")).toBe(true);
  expect(isRound(queue, "a")).toBe(false);
});
it("brings back first what could not be kept", () => {
  const failed = returned(answered(queue, ["a", "b"]), ["a"]);
  expect(next(failed, "c")).toBe("a");
  expect(next(answered(failed, ["a"]), "a")).toBe("c");
  // Passed by without an answer, it comes again in its turn.
  expect(next(passed(failed, "a"), "c")).toBe("d");
  expect(next(answered(passed(failed, "a"), ["c", "d"]), "d")).toBe("a");
});
it("keeps its order when the server lists anew, with what is new behind", () => {
  const again = taken(answered(queue, ["a"]), rows("d", "x", "c"), false);
  expect(again.rows.map((row) => row.id)).toEqual(["a", "b", "c", "d", "x"]);
  // b was answered by somebody else, a by us.
  expect(taken(answered(queue, ["a"]), rows("d", "c"), true).rows.map((row) => row.id)).toEqual(["a", "c", "d"]);
  // The one that is looked at keeps its place until one goes on.
  expect(next(taken(queue, rows("a", "c", "d"), true, "b"), "b")).toBe("c");
});
it("opens again what was taken back, in its place", () => {
  const undone = reopened(answered(queue, ["a", "b"]), ["b"]);
  expect(open(undone)).toBe(3);
  expect(next(undone, "a")).toBe("b");
});
it("goes back also to what was answered, and not before the first", () => {
  expect(previous(answered(queue, ["b"]), "c")).toBe("b");
  expect(previous(queue, "a")).toBeNull();
});
it("has nothing next where all have an answer", () => expect(next(answered(queue, ["a", "b", "c", "d"]), "d")).toBeNull());
