/**
 * Makes the pictures of the README from the example corpus, always of the same size and of the same records: `npm run screenshots`. A picture
 * that would be too large for a repository, or in which something failed, ends it with a message.
 */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anEvent, copies, openBrowser, openDesk, openPage, ROOT, settled, visit } from "./desk.mjs";
import { packed } from "./png.mjs";

const INTO = join(ROOT, "docs/screenshots");
const LARGEST_KB = 150;
const SIZE = { width: 1280, height: 720 };

const desk = await openDesk();
const browser = await openBrowser();

/** The event of several articles whose sources disagree most. */
async function doubtful() {
  const { rows } = await desk.json("/events.json?told=happened&sort=articles&limit=200");
  const several = rows.filter(({ articles, lat }) => articles > 1 && lat !== null);
  return (several.toSorted((a, b) => b.disagreements - a.disagreements)[0] ?? (await anEvent(desk))).id;
}

/** Brings a heading of the view under its head. */
async function under(page, title) {
  await page.getByRole("heading", { name: title }).first().evaluate((heading) => {
    const shell = document.querySelector("header.shell")?.getBoundingClientRect().height ?? 0;
    scrollTo(0, heading.getBoundingClientRect().top + scrollY - shell - 12);
  });
}

const event = await doubtful();
const { story, edge } = await copies(desk);
const PICTURES = [
  { name: "events", path: "/events?sort=killed" },
  { name: "map", path: "/events?country=UKR&view=map", waits: ".maplibregl-canvas, .map canvas" },
  { name: "event", path: `/events/${event}`, under: "What each source says" },
  { name: "story", path: `/stories/${story.id}` },
  { name: "compare", path: `/compare?a=${edge.parent}&b=${edge.child}`, keys: ["j"] },
];

/** How long a picture must stay the same to be taken for finished, and how long that may take on a busy machine. */
const STILL_MS = 2_000;
const FINISHED_MS = 90_000;

/** A map says nowhere that it is drawn to its end, nor does a list that more comes: until two pictures of it are the same. */
async function still(page) {
  const end = Date.now() + FINISHED_MS;
  let last = await page.screenshot();
  for (;;) {
    await page.waitForTimeout(STILL_MS);
    const now = await page.screenshot();
    if (now.equals(last)) return;
    assert.ok(Date.now() < end, "the picture does not come to rest");
    last = now;
  }
}

const tooLarge = [];
try {
  mkdirSync(INTO, { recursive: true });
  for (const picture of PICTURES) {
    const { page, close } = await openPage(browser, desk, { viewport: SIZE, colorScheme: "light", deviceScaleFactor: 1 });
    await visit(page, picture.path);
    if (picture.waits) await page.locator(picture.waits).first().waitFor();
    for (const key of picture.keys ?? []) await page.keyboard.press(key);
    await settled(page);
    if (picture.under) await under(page, picture.under);
    await page.mouse.move(0, 0);
    await still(page);
    const path = join(INTO, `${picture.name}.png`);
    const bytes = packed(await page.screenshot({ animations: "disabled", caret: "hide" }));
    writeFileSync(path, bytes);
    await close();
    const kb = bytes.length / 1024;
    console.log(`${path}: ${kb.toFixed(0)} KB`);
    if (kb > LARGEST_KB) tooLarge.push(`${path}: holds ${kb.toFixed(0)} KB, the limit for a picture is ${LARGEST_KB}`);
  }
} finally {
  await browser.close();
  await desk.close();
}
assert.deepEqual(tooLarge, []);
