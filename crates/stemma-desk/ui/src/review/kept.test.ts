import { expect, it } from "vitest";
import type { Draft } from "./changes";
import { forget, keep, recall } from "./kept";

const draft = { actor: "army" } as Draft;
const written = { before: draft, draft, merge: "", split: "", why: "" };

it("keeps what was written by event, nothing where nothing was, and no more than people come back to", () => {
  keep("e-1", written);
  expect(recall("e-1")).toBeUndefined();
  keep("e-1", { ...written, why: "the list" });
  keep("e-2", { ...written, draft: { ...draft, actor: "rebels" } });
  expect(recall("e-1")?.why).toBe("the list");
  expect(recall("e-2")?.draft.actor).toBe("rebels");
  // Written and taken away again.
  keep("e-2", written);
  expect(recall("e-2")).toBeUndefined();
  for (let at = 10; at < 40; at += 1) keep(`e-${at}`, { ...written, why: "more" });
  expect(recall("e-1")).toBeUndefined();
  expect(recall("e-39")).toBeDefined();
  forget("e-39");
  expect(recall("e-39")).toBeUndefined();
});
