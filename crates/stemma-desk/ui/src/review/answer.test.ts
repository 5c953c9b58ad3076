import { beforeEach, expect, it, vi } from "vitest";

vi.mock("../parts/sign", () => ({ reviewer: () => "Ada" }));
vi.mock("../parts/toast", () => ({ say: vi.fn() }));
const send = vi.fn();
vi.mock("../server", async () => {
  class Refusal extends Error {
    constructor(
      message: string,
      readonly status: number,
    ) {
      super(message);
    }
  }
  return { Refusal, send: (...given: unknown[]) => send(...given), storeChanged: () => {} };
});
const { answer, inWords, takeBack } = await import("./answer");
const { Refusal } = await import("../server");

beforeEach(() => {
  send.mockReset();
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
