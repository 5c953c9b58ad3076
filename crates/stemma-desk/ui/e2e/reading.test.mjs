/** What a reader does: narrows events, goes from an event to its words, lays two pages beside each other, all of it also by keyboard. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anEvent, copies, cut, openBrowser, openDesk, openPage, settled, visit } from "./desk.mjs";

let desk, browser;
before(async () => {
  desk = await openDesk();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

test("a facet narrows the events to as many as it says, and its chip takes it off again", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events");
  const all = await desk.json("/events.json?told=happened&limit=1");
  assert.equal(await total(page), all.total);
  const facet = page.getByRole("group", { name: "Country" }).getByRole("button").first();
  const count = Number((await facet.locator(".events-value-count").innerText()).replaceAll(",", ""));
  await facet.click();
  await page.waitForURL(/country=/);
  await page.waitForFunction((wanted) => document.querySelector("main h1")?.textContent.trim().startsWith(`${wanted} `), count);
  const asked = new URL(page.url()).searchParams.get("country");
  const narrow = await desk.json(`/events.json?told=happened&country=${encodeURIComponent(asked)}&limit=5`);
  assert.equal(narrow.total, count, "the facet counts what it leads to");
  assert.equal(await page.locator("main table tbody a").first().getAttribute("href").then((to) => to.includes(narrow.rows[0].id)), true, "its rows are those of the query");
  await page.getByRole("button", { name: /Take off: country/ }).click();
  await page.waitForFunction((wanted) => document.querySelector("main h1")?.textContent.trim().startsWith(`${wanted} `), all.total);
  await close();
});

test("what is told otherwise is one chip away", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events");
  await page.getByRole("button", { name: "Take off: told as happened" }).click();
  await page.waitForURL(/told=any/);
  const any = await desk.json("/events.json?told=any&limit=1");
  await page.waitForFunction((wanted) => document.querySelector("main h1")?.textContent.trim().startsWith(`${wanted} `), any.total);
  await close();
});

test("the sentence that an event rests on stands right under its title, and leads to its page", async () => {
  const { page, close } = await openPage(browser, desk);
  const event = await anEvent(desk);
  const record = await desk.json(`/events/${event.id}.json`);
  const first = record.who.roots[0].page.id;
  const mention = record.event.mentions.find(({ doc }) => doc === first) ?? record.event.mentions[0];
  await visit(page, `/events/${event.id}`);
  const rests = page.locator(".record-title + figure");
  await rests.locator("mark.review-told").first().waitFor();
  const plain = (words) => words.replace(/\s+/g, " ");
  assert.ok(plain(await rests.innerText()).includes(plain(mention.quote)), mention.quote);
  assert.equal(await rests.locator("figcaption a").getAttribute("href"), `/pages/${mention.doc}?at=${mention.start}-${mention.end}`);
  await close();
});

test("from an event a link leads to its words in the page, marked", async () => {
  const { page, close } = await openPage(browser, desk);
  const event = await anEvent(desk);
  await visit(page, `/events/${event.id}`);
  await page.locator('main a[href*="?at="]').first().click();
  await page.waitForURL(/\/pages\/.+at=/);
  await settled(page);
  await isShown(page, desk);
  await close();
});

/** The words of `at=` are marked on the page, in sight, and are those of the bytes. */
async function isShown(page, from) {
  const { pathname, searchParams } = new URL(page.url());
  const [start, end] = searchParams.get("at").split("-").map(Number);
  const { text } = await from.json(`${pathname}.json`);
  const wanted = cut(text, { start, end }).replace(/\s+/g, " ").trim();
  const marked = page.locator("main mark.page-at");
  await marked.first().waitFor();
  const shown = (await marked.allInnerTexts()).join("").replace(/\s+/g, " ").trim();
  assert.equal(shown, wanted);
  assert.ok(await marked.first().evaluate((mark) => {
    const { top, bottom } = mark.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }), "the words are in sight");
}

test("by keyboard alone, from the first screen to the words of a page", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/");
  const press = (key) => page.keyboard.press(key);
  const selected = () => new URL(page.url()).searchParams.get("sel");
  await page.locator("main table tbody tr").first().waitFor();
  await press("j");
  await page.waitForURL(/sel=e-/);
  const first = selected();
  await press("j");
  await page.waitForURL((url) => url.searchParams.get("sel") !== first);
  const id = selected();
  await press("Enter");
  await page.waitForURL(new RegExp(`/events/${id}`));
  await settled(page);
  await press("o");
  await page.waitForURL(/\/pages\/.+at=/);
  await settled(page);
  await isShown(page, desk);
  await press("Escape");
  await page.waitForURL(new RegExp(`/events/${id}`));
  await press("?");
  const list = page.getByRole("dialog", { name: /Keys/ });
  await list.waitFor();
  assert.match(await list.innerText(), /search/);
  await press("Escape");
  await list.waitFor({ state: "hidden" });
  await press("/");
  await page.keyboard.type("hospital");
  await press("Enter");
  await page.waitForURL(/\/search\?q=hospital/);
  await close();
});

test("by Tab and Enter alone, every link and button can be reached", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/stories");
  const wanted = await page.locator(`main a[href*="/stories/story-"]`).first().innerText();
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const [words, isSeen] = await page.evaluate(() => {
      const now = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(now);
      return [now?.innerText ?? "", now === document.body || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 1)];
    });
    assert.ok(isSeen, `where the keyboard is can be seen: ${words}`);
    if (words === wanted) {
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/stories\/./);
      return close();
    }
  }
  assert.fail("the first story is not reached by Tab");
});

test("two pages stand beside each other with what was changed, and j goes to the next change", async () => {
  const { page, close } = await openPage(browser, desk);
  const { edge } = await copies(desk);
  await visit(page, `/compare?a=${edge.parent}&b=${edge.child}`);
  const { passages } = await desk.json(`/compare.json?a=${edge.parent}&b=${edge.child}`);
  assert.ok(passages.some(({ changes }) => changes.length > 0));
  const main = await page.locator("main").innerText();
  const change = edge.alterations[0];
  assert.ok(main.includes(change.before) && main.includes(change.after), `shows ${change.before} → ${change.after}`);
  const changes = passages.flatMap((passage) => passage.changes).length;
  for (const at of [1, 2].filter((number) => number <= changes)) {
    await page.keyboard.press("j");
    await page.getByText(`place ${at} of ${changes} that differ`).waitFor();
    const now = page.locator("main .compare-now").first();
    await now.waitFor();
    assert.ok(await now.evaluate((mark) => {
      const { top, bottom } = mark.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    }), "the change is in sight");
  }
  await close();
});

test("a story shows who has words from whom, and leads to its pages", async () => {
  const { page, close } = await openPage(browser, desk);
  const { story } = await copies(desk);
  await visit(page, `/stories/${story.id}`);
  const main = await page.locator("main").innerText();
  for (const node of story.tree.nodes) assert.ok(main.includes(node.label), `names ${node.label}`);
  assert.equal(await page.locator(`main a[href*="/pages/${story.documents[0]}"]`).count() > 0, true);
  await close();
});

test("the map shows no pin for what has no point, and a list says the same as the map", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events?view=map");
  const { spots, areas, unplaced, total: all } = await desk.json("/events/spots.json?told=happened");
  const placed = [...spots, ...areas].reduce((sum, { events }) => sum + events, 0);
  assert.equal(placed + unplaced, all, "every event is a spot, a badge or counted as unplaced");
  await page.locator("main").getByText(new RegExp(`${unplaced} with no place`)).first().waitFor();
  await close();
});

async function total(page) {
  return Number((await page.locator("main h1").innerText()).split(" ")[0].replaceAll(",", ""));
}
