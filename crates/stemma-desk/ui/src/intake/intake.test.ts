import { describe, expect, it } from "vitest";
import type { FileNames } from "../api";
import { entriesOf, sorted, walked, type Found } from "./files";
import { handIn, type Handing } from "./handing";
import { NOTHING, told, total } from "./tally";

const file = (name: string): Found => ({ name, file: new File([name], name.split("/").at(-1) ?? name) });

describe("files that were dropped", () => {
  const names: FileNames = {
    read: [],
    left_out: [
      { endings: ["jpg"], names: [], are: "an image", way: "give the page that shows it" },
      { endings: ["pdf"], names: [], are: "a printed document", way: "extract its text first" },
      { endings: ["php", "js"], names: [], are: "a program's source", way: "leave it out" },
      { endings: [], names: ["robots.txt"], are: "instructions of a site for robots", way: "leave it out" },
    ],
    companions: ["_files", ".files", "-dateien"],
  };
  const named = (all: { name: string }[]) => all.map(({ name }) => name);

  it("takes all that may be pages in order, says what is left out, and passes by what is hidden", async () => {
    const found = ["b/2.html", "a.TXT", "b/photo.jpg", ".git/index.html", "b/.DS_Store", "b/1.jsonl", "notes.pdf.gz", "t.csv", "all.zip", "nameless", "robots.txt"].map(file);
    const { taken, leftOut } = await sorted(found, names);
    expect(named(taken)).toEqual(["a.TXT", "all.zip", "b/1.jsonl", "b/2.html", "nameless", "t.csv"]);
    expect(leftOut.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      "b/photo.jpg: an image; give the page that shows it",
      "notes.pdf.gz: a printed document; extract its text first",
      "robots.txt: instructions of a site for robots; leave it out",
    ]);
    expect(named((await sorted(found, null)).taken)).toHaveLength(9);
  });
  it("takes a page whose name is that of a script", async () => {
    const page = { name: "story.php", file: new File(["\n<!DOCTYPE html><p>Shells fell."], "story.php") };
    expect(named((await sorted([page, file("other.php")], names)).taken)).toEqual(["story.php"]);
  });
  it("leaves out the folders of saved pages, and no others", async () => {
    const { taken, parts } = await sorted(["c/A.html", "c/A_files/frame.html", "c/A_files/x/app.js", "c/b_files/2.html", "Über.htm", "Über-Dateien/1.txt"].map(file), names);
    expect(named(taken)).toEqual(["c/A.html", "c/b_files/2.html", "Über.htm"]);
    expect(parts).toBe(3);
  });

  const leaf = (fullPath: string) => ({ isDirectory: false, fullPath, file: (done: (found: File) => void) => done(new File(["x"], fullPath)) });
  const folder = (fullPath: string, children: unknown[], isBroken = false) => ({
    isDirectory: true,
    fullPath,
    createReader: () => {
      // A browser gives a folder in batches of a hundred; here of one.
      const batches = [...children.map((child) => [child]), []];
      return { readEntries: (done: (batch: unknown[]) => void, failed: (error: Error) => void) => (isBroken ? failed(new Error("no")) : done(batches.shift() ?? [])) };
    },
  });

  it("walks through folders in folders, and names those that cannot be read", async () => {
    const tree = folder("/c", [leaf("/c/1.txt"), folder("/c/d", [leaf("/c/d/2.txt"), leaf("/c/d/3.txt")]), folder("/c/closed", [], true), folder("/c/.git", [leaf("/c/.git/x.txt")])]);
    const refused: string[] = [];
    const found = await walked([tree as unknown as FileSystemEntry], (name) => refused.push(name));
    expect(found.map(({ name }) => name).sort()).toEqual(["c/1.txt", "c/d/2.txt", "c/d/3.txt"]);
    expect(refused).toEqual(["c/closed"]);
  });
  it("takes plain files where a browser gives no entries", () => {
    const transfer = { items: [{ kind: "file", webkitGetAsEntry: () => null }], files: [new File(["x"], "a.txt")] };
    expect(entriesOf(transfer as unknown as DataTransfer).files).toHaveLength(1);
  });
});

class Busy extends Error {}

describe("handing in", () => {
  const again = (error: unknown) => (error instanceof Busy ? 0.001 : null);

  it("hands in all files, a few at once", async () => {
    let [now, most] = [0, 0];
    const seen: string[] = [];
    const hand = async ({ name }: Found) => {
      most = Math.max(most, (now += 1));
      await new Promise((done) => setTimeout(done, 2));
      now -= 1;
      seen.push(name);
    };
    const files = Array.from({ length: 10 }, (_, at) => file(`${at}.txt`));
    const end = await handIn(files, hand, again, () => {}, new AbortController().signal);
    expect(seen.sort()).toEqual(files.map(({ name }) => name).sort());
    expect(most).toBeLessThanOrEqual(3);
    expect(most).toBeGreaterThan(1);
    expect(end).toMatchObject({ sent: 10, refused: [], isDone: true });
  });
  it("comes again where the server is busy, and keeps the words of a refusal", async () => {
    let tries = 0;
    const states: Handing[] = [];
    const hand = async ({ name }: Found) => {
      if (name === "big.txt") throw new Error("big.txt: the limit for one page is 33554432; split it");
      if ((tries += 1) < 4) throw new Busy("many pages wait");
    };
    const end = await handIn([file("a.txt"), file("big.txt")], hand, again, (state) => states.push(state), new AbortController().signal);
    expect(end.sent).toBe(1);
    expect(end.refused).toEqual([{ name: "big.txt", reason: "big.txt: the limit for one page is 33554432; split it" }]);
    expect(states.some((state) => state.waits === "many pages wait")).toBe(true);
    expect(states.at(-1)?.waits).toBeNull();
  });
  it("ends where it is stopped, also while it waits", async () => {
    const stop = new AbortController();
    const waiting = handIn([file("a.txt"), file("b.txt")], async () => Promise.reject(new Busy("busy")), () => 60, () => {}, stop.signal);
    setTimeout(() => stop.abort(), 5);
    expect((await waiting).sent).toBe(0);
  });
});

describe("what became of them", () => {
  const state = (read: number, fresh: number, refused: string[] = []) => ({
    state: "reading" as const,
    waiting: 0,
    read,
    new: fresh,
    known: read - fresh,
    refused: refused.map((name) => ({ name, reason: "is empty" })),
    lines: [],
  });
  const after = (...states: ReturnType<typeof state>[]) => total(states.reduce(told, NOTHING));

  it("is what the server counts", () => expect(after(state(2, 1), state(5, 3))).toMatchObject({ read: 5, new: 3, known: 2 }));
  it("adds up where the server was idle meanwhile and began anew", () => {
    const all = after(state(5, 3, ["a"]), state(1, 1), state(4, 2, ["b"]));
    expect(all).toMatchObject({ read: 9, new: 5, known: 4 });
    expect(all.refused.map(({ name }) => name)).toEqual(["a", "b"]);
  });
  it("is nothing before the server told anything", () => expect(total(NOTHING).read).toBe(0));
});
