import { beforeEach, expect, it, vi } from "vitest";
import type { FixRow } from "../api";

vi.mock("../parts/sign", () => ({ reviewer: () => "Ada", sign: () => "Ada" }));
vi.mock("../parts/toast", () => ({ say: vi.fn() }));
const send = vi.fn();
let said: FixRow[] = [];
vi.mock("../server", async () => {
  class Refusal extends Error {
    constructor(
      message: string,
      readonly status: number,
    ) {
      super(message);
    }
  }
  return { Refusal, get: async () => ({ rows: said }), send: (...given: unknown[]) => send(...given), storeChanged: () => {} };
});
const { answer, inWords, lastSaid, takeBack } = await import("./answer");
const { Refusal } = await import("../server");

beforeEach(() => {
  send.mockReset();
  said = [];
});
const says = (event: string, change: string) => answer({ events: [event], changes: [change], why: "" });

it("sends answers one after the other, in the order in which they were given", async () => {
  const order: string[] = [];
  send.mockImplementation(async (_: string, __: string, { events }: { events: string[] }) => {
    order.push(`begins ${events[0]}`);
    await new Promise((done) => setTimeout(done, events[0] === "e-1" ? 20 : 1));
    order.push(`ends ${events[0]}`);
    return { fixes: [`f-${events[0]}`], stamp: "" };
  });
  await Promise.all([says("e-1", "accept"), says("e-2", "hold")]);
  expect(order).toEqual(["begins e-1", "ends e-1", "begins e-2", "ends e-2"]);
  expect(send.mock.calls[0]?.[2]).toEqual({ events: ["e-1"], changes: ["accept"], why: "", by: "Ada" });
});

it("takes back the last answer that was kept, also while it is on its way, and passes by one that was refused", async () => {
  send.mockImplementation(async (method: string, _: string, body: { events: string[] }) => {
    if (method === "DELETE") return {};
    if (body.events[0] === "e-refused") throw new Refusal("no such event", 404);
    await new Promise((done) => setTimeout(done, 5));
    return { fixes: ["f-a", "f-b"], stamp: "" };
  });
  const kept = says("e-3", "accept");
  await expect(says("e-refused", "accept")).rejects.toThrow("no such event");
  expect((await takeBack())?.events).toEqual(["e-3"]);
  await kept;
  expect(send.mock.calls.filter(([method]) => method === "DELETE").map(([, path]) => path)).toEqual(["/fixes/f-b", "/fixes/f-a"]);
});

it("keeps an answer that could not be taken back, so that it can be tried again", async () => {
  let isDown = true;
  send.mockImplementation(async (method: string) => {
    if (method === "DELETE" && isDown) throw new Refusal("the store is busy", 503);
    return { fixes: ["f-c"], stamp: "" };
  });
  await says("e-4", "hold");
  await expect(takeBack()).rejects.toThrow("busy");
  isDown = false;
  expect((await takeBack())?.events).toEqual(["e-4"]);
});

it("says in a few words what was said", () => {
  expect(inWords({ events: ["e-1"], changes: ["accept"] })).toBe("Accepted");
  expect(inWords({ events: ["e-1", "e-2"], changes: ["reject"] })).toBe("Marked as no event: 2 events");
  expect(inWords({ events: ["e-1"], changes: ["killed=12", "day=2024"] })).toBe("Said killed=12, day=2024");
});

const fix = (id: string, more: Partial<FixRow>): FixRow => ({
  id,
  at: "2026-01-01T10:00:00Z",
  by: "Ada",
  why: "the list",
  event: "e-1",
  field: "killed",
  value: "7",
  read: "",
  reads: "",
  status: "applies",
  in_words: { value: "7", read: "", reads: "" },
  ...more,
});

it("finds what somebody said last that still stands, with all that was said of the event with it", () => {
  const rows = [
    fix("f-1", {}),
    fix("f-2", { at: "2026-01-02T10:00:00Z", field: "place", value: "geonames:1", in_words: { value: "Omdurman", read: "", reads: "" } }),
    fix("f-3", { at: "2026-01-02T10:00:00Z" }),
    fix("f-4", { at: "2026-01-03T10:00:00Z", status: "withdrawn" }),
    fix("f-5", { at: "2026-01-03T11:00:00Z", field: "withdraw", value: "f-4" }),
    fix("f-6", { at: "2026-01-04T10:00:00Z", by: "Bea" }),
    fix("f-7", { at: "2026-01-02T10:00:00Z", event: "e-0" }),
  ];
  const check = (by: string, fixes: string[] | undefined) => expect(lastSaid(rows, by)?.fixes).toEqual(fixes);
  check("Bea", ["f-6"]);
  check("Cleo", undefined);
  expect(lastSaid(rows.slice(0, 6), "Ada")).toMatchObject({ fixes: ["f-2", "f-3"], read: ["place Omdurman", "killed 7"], events: ["e-1"] });
});

it("takes back what stands from before the page was opened, once this page has nothing to take back", async () => {
  send.mockImplementation(async (method: string) => (method === "POST" ? { fixes: ["f-here"], stamp: "" } : {}));
  while (await takeBack()) continue;
  said = [fix("f-1", {})];
  await says("e-5", "hold");
  expect((await takeBack())?.events).toEqual(["e-5"]);
  expect(await takeBack()).toMatchObject({ events: ["e-1"], at: "2026-01-01T10:00:00Z" });
  expect(send.mock.calls.at(-1)?.slice(0, 2)).toEqual(["DELETE", "/fixes/f-1"]);
});
