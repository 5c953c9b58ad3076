/**
 * Makes the pictures of the README from the example corpus, always of the same size and of the same records: `npm run screenshots`. A picture
 * that would be too large for a repository, or in which something failed, ends it with a message.
 */
import assert from "node:assert/strict";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { anEvent, copies, openBrowser, openDesk, openPage, ROOT, settled, visit } from "./desk.mjs";

const INTO = join(ROOT, "docs/screenshots");
const LARGEST_KB = 150;

const desk = await openDesk();
const browser = await openBrowser();

/** The event of most articles whose sources disagree and that has a point, if there is one. */
async function doubtful() {
  const { rows } = await desk.json("/events.json?told=happened&sort=articles&limit=200");
  return (rows.find(({ disagreements, lat }) => disagreements > 0 && lat !== null) ?? (await anEvent(desk))).id;
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
  { name: "events", path: `/events?sel=${event}` },
  { name: "map", path: "/events?view=map", waits: ".maplibregl-canvas, .map canvas" },
  { name: "event", path: `/events/${event}`, under: /Source by source|field by field|What each page says|sources/i },
  { name: "story", path: `/stories/${story.id}` },
  { name: "compare", path: `/compare?a=${edge.parent}&b=${edge.child}`, keys: ["j"] },
];

try {
  mkdirSync(INTO, { recursive: true });
  for (const picture of PICTURES) {
    const { page, close } = await openPage(browser, desk, { colorScheme: "light", deviceScaleFactor: 1 });
    await visit(page, picture.path);
    if (picture.waits) {
      await page.locator(picture.waits).first().waitFor();
      // What a map draws last has no sign of its own.
      await page.waitForTimeout(1500);
    }
    for (const key of picture.keys ?? []) await page.keyboard.press(key);
    await settled(page);
    if (picture.under) await under(page, picture.under);
    await page.mouse.move(0, 0);
    const path = join(INTO, `${picture.name}.png`);
    await page.screenshot({ path, animations: "disabled", caret: "hide" });
    await close();
    const kb = statSync(path).size / 1024;
    console.log(`${path}: ${kb.toFixed(0)} KB`);
    assert.ok(kb <= LARGEST_KB, `${path}: holds ${kb.toFixed(0)} KB, the limit for a picture is ${LARGEST_KB}`);
  }
} finally {
  await browser.close();
  await desk.close();
}
