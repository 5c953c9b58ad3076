/** Readers without script, and pages that mean harm. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anEvent, openBrowser, openDesk, openPage, visit } from "./desk.mjs";

let desk, browser;
before(async () => {
  desk = await openDesk();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

test("without script the first rows of a list are there, with links to each and to the rest", async () => {
  const { page, close } = await openPage(browser, desk, { javaScriptEnabled: false });
  await page.goto("/events");
  const { rows, total } = await desk.json("/events.json?told=happened&limit=50");
  assert.equal(await page.locator("table tbody tr").count(), rows.length);
  assert.ok(total > rows.length, "the example corpus has more than one page of events");
  await page.getByRole("link", { name: "more" }).click();
  await page.waitForURL(/cursor=/);
  assert.equal(await page.locator("table tbody tr").count(), Math.min(50, total - rows.length));
  await page.goBack();
  await page.locator("table tbody a").first().click();
  await page.waitForURL(/\/events\/e-/);
  assert.ok((await page.locator("main").innerText()).length > 200, "an event can be read");
  await close();
});

test("without script, stories, pages and the search can be read as well", async () => {
  const { page, close } = await openPage(browser, desk, { javaScriptEnabled: false });
  const { story, quote } = await anEvent(desk);
  for (const path of ["/stories", `/stories/${story}`, "/pages", `/pages/${quote.doc}`, "/search?q=hospital", "/about"]) {
    await page.goto(path);
    assert.ok((await page.locator("main").innerText()).length > 100, path);
    assert.ok((await page.locator("h1").innerText()).length > 1, path);
  }
  await close();
});

const HARM = `<img src=x onerror="alert('img')"><script>alert('script')</script><svg onload=alert(1)><style>body{display:none}</style>`;

test("a hostile page does nothing in the desk: its words are words", async () => {
  const body = JSON.stringify({
    id: "hostile",
    url: "javascript:alert('url')",
    title: `Ten killed ${HARM}`,
    outlet: `Evil "Outlet" ${HARM}`,
    published: "2024-06-09",
    text: `Shells hit a hospital in El Fasher on Sunday and killed ten people, ${HARM} the ministry said. ‮Soldiers then seized the town of Omdurman.`,
  });
  const handed = await fetch(`${desk.url}/intake?name=hostile.jsonl`, { method: "POST", headers: { "x-stemma": "desk", "content-type": "application/octet-stream" }, body });
  assert.equal(handed.status, 202);
  let row;
  // It is in a story as soon as it was compared with the others.
  for (let tries = 0; !row?.story && tries < 300; tries += 1) {
    await new Promise((done) => setTimeout(done, 200));
    row = (await desk.json("/pages.json?outlet=Evil&limit=5")).rows[0];
  }
  assert.ok(row?.story, "the page was read and compared");
  const { events } = await desk.json(`/pages/${row.id}.json`);
  const { page, close } = await openPage(browser, desk);
  const paths = ["/pages", `/pages/${row.id}`, "/sources", "/search?q=hospital", "/events?q=hospital", `/stories/${row.story}`, ...events.slice(0, 2).map(({ id }) => `/events/${id}`)];
  for (const path of paths) {
    await visit(page, path);
    assert.equal(await page.locator("main script, main style, main [onerror], main [onload], main img[src=x]").count(), 0, path);
    assert.equal(await page.locator("a[href^='javascript:']").count(), 0, path);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).display !== "none"), true, path);
  }
  await close();
});

test("the original of a page is a file to be kept, and is never shown as a page of ours", async () => {
  const { quote } = await anEvent(desk);
  const response = await fetch(`${desk.url}/pages/${quote.doc}/original`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-disposition"), /^attachment/);
  assert.equal(response.headers.get("content-type"), "application/octet-stream");
  assert.equal(response.headers.get("x-content-type-options"), "nosniff");
});
