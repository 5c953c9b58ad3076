/**
 * A desk and a browser for the tests: the built program (its path in STEMMA) serves a fresh copy of a store of the example corpus at a free
 * port, and Debian's Chromium (or what CHROMIUM names) looks at it. Whatever the browser complains about while a page is open is a fault.
 */
import assert from "node:assert/strict";
import { spawn, execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../../../..");
export const CORPUS = join(ROOT, "examples/corpus");

export function program() {
  const path = process.env.STEMMA ?? join(ROOT, "target/release/stemma");
  if (!existsSync(path)) throw new Error(`${path}: no such program; build it, or name it with STEMMA`);
  return path;
}

/** The store of the example corpus, made once for each build of the program. */
function exampleStore() {
  const { size, mtimeMs } = statSync(program());
  const folder = join(tmpdir(), `stemma-e2e-${size}-${Math.round(mtimeMs)}`);
  const store = join(folder, "example.stemma");
  if (existsSync(store)) return store;
  mkdirSync(folder, { recursive: true });
  const making = mkdtempSync(join(folder, "making-"));
  // Paths in the store are those of the repository, whoever makes it.
  execFileSync(program(), ["ingest", "examples/corpus", "--store", join(making, "example.stemma")], { cwd: ROOT, stdio: "pipe" });
  renameSync(join(making, "example.stemma"), store);
  rmSync(making, { recursive: true });
  return store;
}

/** So long a desk may take to say where it is. */
const OPENS_MS = 60_000;

/** Starts a desk; without `isEmpty`, on a copy of the example store. */
export async function openDesk({ isEmpty = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "stemma-desk-"));
  const store = join(folder, "case.stemma");
  if (!isEmpty) copyFileSync(exampleStore(), store);
  const child = spawn(program(), ["serve", store, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (bytes) => (said += bytes));
  const url = await new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`the desk did not open: ${said}`)), OPENS_MS);
    child.once("exit", (code) => failed(new Error(`the desk ended with ${code}: ${said}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /http:\/\/\S+/.exec(line);
      if (!found) return;
      clearTimeout(timer);
      done(found[0].replace(/\/$/, ""));
    });
  });
  const json = async (path) => {
    const response = await fetch(url + path);
    assert.equal(response.status, 200, `${path} answers ${response.status}`);
    return response.json();
  };
  const close = async () => {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, store, folder, json, close };
}

const QUIET = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
/** Maps need WebGL, which a machine without a screen draws in software. */
const DRAWS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
/** Letters and colours that are the same on every screen. */
const SAME = ["--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars"];

export async function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...QUIET, ...DRAWS, ...SAME] });
}

/** What drawing in software says of itself, on every page with a map, and which is no fault of ours. */
const NO_FAULT = /GPU stall due to ReadPixels|Automatic fallback to software WebGL|WebGL-0x|GroupMarkerNotSet/;

/** A page of its own, with all that goes wrong in it. `expects` are refusals that the test itself brings about. */
export async function openPage(browser, desk, { expects = [], ...options } = {}) {
  const context = await browser.newContext({ baseURL: desk.url, viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const faults = [];
  const fault = (words) => {
    if (!NO_FAULT.test(words) && !expects.some((known) => known.test(words))) faults.push(words);
  };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") fault(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => fault(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    fault(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== desk.url) fault(`asks another host: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) fault(`${response.status()}: ${response.url()}`);
  });
  // What the policy forbids is told in the page itself, before anything of it runs.
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => console.error(`policy: ${violatedDirective} ${blockedURI}`));
  });
  const close = async () => {
    await context.close();
    assert.deepEqual(faults, [], "the page was shown without a fault");
  };
  return { page, faults, close };
}

/** Goes to an address of the desk, and waits until it is shown. */
export async function visit(page, path) {
  await page.goto(path);
  await settled(page);
}

/** Until nothing is loading any more. */
export async function settled(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector(".state-loading"));
  await page.waitForLoadState("load");
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What hinders readers of screens and keyboards on a page that was opened with `bypassCSP`. */
export async function serious(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  const found = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} (${failureSummary?.split("\n")[1]?.trim()})`).join(" | ")}`);
}

/** An address of every view, with records of this store. */
export async function everyView(desk) {
  const event = await anEvent(desk);
  const { story, edge } = await copies(desk);
  return {
    events: "/events",
    "events as cards": "/events?view=cards",
    "events on a map": "/events?view=map",
    "events along time": "/events?view=timeline",
    "events with a preview": `/events?sel=${event.id}`,
    event: `/events/${event.id}`,
    stories: "/stories",
    story: `/stories/${story.id}`,
    pages: "/pages",
    page: `/pages/${event.quote.doc}?at=${event.quote.start}-${event.quote.end}`,
    compare: `/compare?a=${edge.parent}&b=${edge.child}`,
    places: "/places",
    sources: "/sources",
    search: "/search?q=hospital",
    review: "/review",
    "what was said": "/review?view=fixes",
    "add pages": "/intake",
    about: "/about",
  };
}

/** An event of several pages, with its first words. */
export async function anEvent(desk) {
  const { rows } = await desk.json("/events.json?told=happened&sort=articles&limit=5");
  const record = await desk.json(`/events/${rows[0].id}.json`);
  return { id: rows[0].id, story: rows[0].story, quote: record.event.mentions[0] };
}

/** The story of most copies, and two pages of it of which one changed facts of the other. */
export async function copies(desk) {
  const stories = await desk.json("/stories.json?limit=50");
  const copied = stories.rows.toSorted((a, b) => b.copies - a.copies || (a.id < b.id ? -1 : 1))[0];
  const story = await desk.json(`/stories/${copied.id}.json`);
  const edges = story.tree.edges.filter(({ parent, alterations }) => !parent.startsWith("unseen:") && alterations.length > 0);
  const edge = edges.toSorted((a, b) => b.alterations.length - a.alterations.length || b.p - a.p)[0];
  assert.ok(edge, "the example corpus has a copy with changed facts");
  return { story, edge };
}

/** The words of a span of bytes. */
export function cut(text, { start, end }) {
  return Buffer.from(text, "utf8").subarray(start, end).toString("utf8");
}
