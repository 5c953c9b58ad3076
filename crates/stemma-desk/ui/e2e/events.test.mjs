/** The first screen and the lists: days are brushed, rows put in order and walked through, words searched, all of it kept in the address. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDesk, openPage, settled, visit } from "./desk.mjs";

let desk, browser;
before(async () => {
  desk = await openDesk();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

const asked = (page) => new URL(page.url()).searchParams;
const total = async (page) => Number(/^[\d,]+/.exec(await page.locator("main h1").innerText())?.[0].replaceAll(",", ""));
/** Until the count is that of the server for the very address. */
async function agrees(page) {
  const query = asked(page);
  if (!query.has("told")) query.set("told", "happened");
  for (const name of ["view", "sel"]) query.delete(name);
  const { total: wanted } = await desk.json(`/events.json?${query}&limit=1`);
  await page.waitForFunction((wanted) => document.querySelector("main h1")?.textContent.replaceAll(",", "").startsWith(`${wanted} `), wanted);
  return wanted;
}

test("days are brushed by the mouse, by keys and by a press on a bar", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events");
  const all = await total(page);
  const box = await page.locator(".events-brush-box").boundingBox();
  const at = (part) => [box.x + box.width * part, box.y + 20];
  await page.mouse.move(...at(0.3));
  await page.mouse.down();
  await page.mouse.move(...at(0.9), { steps: 6 });
  await page.mouse.up();
  await page.waitForURL(/since=.*until=/);
  const narrow = await agrees(page);
  assert.ok(narrow > 0 && narrow < all, `${narrow} of ${all}`);

  const since = asked(page).get("since");
  await page.getByRole("slider", { name: "First day" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((before) => new URLSearchParams(location.search).get("since") > before, since);
  await agrees(page);
  await page.keyboard.press("Home");
  await page.waitForFunction(() => !new URLSearchParams(location.search).has("since"));
  await agrees(page);

  await page.getByRole("button", { name: "All days" }).click();
  await page.waitForFunction(() => location.search === "");
  const bar = page.locator(".events-bar").first();
  const events = Number(/: ([\d,]+) event/.exec(await bar.locator("title").textContent())[1].replaceAll(",", ""));
  await bar.click();
  await page.waitForURL(/until=/);
  assert.equal(await agrees(page), events, "a bar asks for as many as it says");
  await close();
});

test("heads put the rows in order, pressed again the other way round", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events");
  const first = async () => (await page.locator("tbody .events-name").first().getAttribute("href")).match(/sel=([^&]+)/)[1];
  for (const query of ["sort=killed", "sort=killed&reverse=true"]) {
    await page.getByRole("button", { name: "Killed", exact: true }).click();
    await page.waitForURL((url) => url.search === `?${query}`);
    const { rows } = await desk.json(`/events.json?told=happened&${query}&limit=1`);
    await page.waitForFunction((id) => document.querySelector("tbody .events-name")?.getAttribute("href").includes(id), rows[0].id);
    assert.equal(await first(), rows[0].id);
  }
  assert.equal(await page.locator("th[aria-sort]").getAttribute("aria-sort"), "ascending");
  await close();
});

test("a key that is held down walks row by row, and the preview is that of the row", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events");
  const { rows } = await desk.json("/events.json?told=happened&limit=12");
  const steps = await page.evaluate(() => history.length);
  for (let at = 0; at < 10; at++) await page.keyboard.press("j");
  await page.waitForURL(new RegExp(`sel=${rows[9].id}`));
  const { sentence } = await desk.json(`/events/${rows[9].id}.json`);
  await page.getByRole("complementary", { name: "Selected event" }).getByRole("heading", { name: sentence.slice(0, 40) }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.closest("tr")?.dataset.selected), "true", "the focus went along");
  assert.equal(await page.evaluate(() => history.length), steps, "rows are no steps to go back through");
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/events/${rows[9].id}$`));
  await settled(page);
  await page.keyboard.press("Escape");
  await page.waitForURL(new RegExp(`sel=${rows[9].id}`));
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => location.search === "");
  await close();
});

test("one query has four forms, and files of the very query", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events?country=SDN&killed-min=1");
  const wanted = await agrees(page);
  for (const form of ["Cards", "Timeline", "Map", "Table"]) {
    await page.getByRole("navigation", { name: "Form" }).getByRole("link", { name: form }).click();
    await settled(page);
    assert.equal(asked(page).get("country"), "SDN", form);
    assert.equal(await total(page), wanted, form);
  }
  for (const kind of ["csv", "json", "geojson"]) {
    const link = await page.getByRole("link", { name: kind, exact: true }).getAttribute("href");
    const response = await fetch(desk.url + link);
    assert.equal(response.status, 200, link);
    if (kind === "json") assert.equal((await response.json()).rows.length, wanted);
    else assert.ok((await response.text()).length > 0, link);
  }
  await close();
});

test("what has no place is counted and one press away", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events");
  const { unplaced } = await desk.json("/events.json?told=happened&limit=1");
  await page.getByRole("link", { name: `${unplaced} with no place on the map` }).click();
  await page.waitForURL(/lacks=place/);
  assert.equal(await agrees(page), unplaced);
  await page.getByRole("button", { name: "Take off: no place on the map" }).click();
  await page.waitForFunction(() => location.search === "");
  await close();
});

test("a day that is none is not asked, and says how it is written", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events");
  const since = page.getByLabel("Since");
  await since.fill("last spring");
  await page.getByText("write 2024, 2024-06 or 2024-06-09").waitFor();
  assert.equal(new URL(page.url()).search, "");
  await since.fill("2024-06");
  await page.waitForURL(/since=2024-06/);
  await agrees(page);
  await close();
});

test("the search finds while one types, and stays one step of the history", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/stories");
  const steps = await page.evaluate(() => history.length);
  await page.keyboard.press("/");
  await page.keyboard.type("kherson", { delay: 160 });
  const { total: wanted, rows } = await desk.json("/search.json?q=kherson");
  await page.waitForFunction((wanted) => document.querySelector("main h1")?.textContent.startsWith(`${wanted} `) && document.querySelector("mark"), wanted);
  assert.equal(await page.evaluate(() => document.activeElement.type), "search", "whoever types goes on typing");
  assert.equal(await page.evaluate(() => history.length), steps + 1);
  assert.equal((await page.locator("mark").first().innerText()).toLowerCase(), "kherson");
  await page.keyboard.press("Enter");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/pages/${rows[0].page.id}\\?at=\\d+-\\d+`));
  await page.goBack();
  await page.waitForURL(/\/search\?q=kherson/);
  await close();
});

test("a list is come back to where it was left", async () => {
  const { page, close } = await openPage(browser, desk, { viewport: { width: 1000, height: 500 } });
  await visit(page, "/pages");
  const link = page.locator(".list-name").nth(20);
  await link.scrollIntoViewIfNeeded();
  const left = await page.evaluate(() => scrollY);
  assert.ok(left > 0);
  await link.click();
  await page.waitForURL(/\/pages\/.+/);
  await settled(page);
  await page.goBack();
  await page.waitForURL(/\/pages$/);
  await page.waitForFunction((left) => Math.abs(scrollY - left) < 2, left);
  await close();
});

test("places are walked through and opened by the keys of every list", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/places");
  const { rows } = await desk.json("/places.json?limit=3");
  await page.keyboard.press("j");
  await page.waitForURL(/sel=/);
  await page.keyboard.press("j");
  await page.waitForFunction((name) => document.querySelector("[data-selected=true] .list-name")?.textContent === name, rows[1].place);
  await page.keyboard.press("k");
  await page.waitForFunction((name) => document.querySelector("[data-selected=true] .list-name")?.textContent === name, rows[0].place);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("place") === rows[0].place);
  await page.getByRole("heading", { name: rows[0].place }).waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL((url) => !url.searchParams.has("place"));
  await close();
});

test("a facet says how well places are known, and narrows to as many as it counts", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events");
  const facet = page.getByRole("group", { name: "How well the place is known" }).getByRole("button", { name: /country only/ });
  const count = Number((await facet.locator(".events-value-count").innerText()).replaceAll(",", ""));
  await facet.click();
  await page.waitForURL(/precision=country/);
  assert.equal(await agrees(page), count);
  await page.getByRole("button", { name: "Take off: place known: country only" }).click();
  await page.waitForFunction(() => location.search === "");
  await close();
});

test("the preview calls pages by their names, never by their ids", async () => {
  const { rows } = await desk.json("/events.json?told=any&limit=500");
  let shown = null;
  for (const { id } of rows.filter(({ disagreements }) => disagreements > 0)) {
    const { pages, contradictions } = await desk.json(`/events/${id}.json`);
    if (contradictions.some(({ note }) => pages.some((page) => note.includes(page.id)))) shown ??= { id, pages };
  }
  assert.ok(shown, "a note of the example corpus names a page");
  const { page, close } = await openPage(browser, desk);
  await visit(page, `/events?told=any&sel=${shown.id}`);
  const preview = page.getByRole("complementary", { name: "Selected event" });
  await preview.getByText("Where they disagree").waitFor();
  const words = await preview.innerText();
  for (const { id } of shown.pages) assert.ok(!words.includes(id), `${id} is no name`);
  await close();
});

test("the map that an event leads to shows its surroundings and not the world", async () => {
  const { rows } = await desk.json("/events.json?told=happened&limit=200");
  const { id, lat, lon } = rows.find(({ precision, radius_km }) => precision === "exact" && (radius_km ?? 0) < 20);
  const { page, close } = await openPage(browser, desk);
  await visit(page, `/events/${id}`);
  await page.getByRole("link", { name: "On the map" }).click();
  await settled(page);
  const draw = page.getByRole("button", { name: "Draw a box" });
  await page.waitForFunction(() => !document.querySelector(".map-tools button[aria-pressed]").disabled);
  await page.locator(".events-preview h2").waitFor();
  await page.waitForTimeout(500);
  await draw.click();
  await page.getByRole("button", { name: "Take what is in sight" }).click();
  await page.waitForURL(/bbox=/);
  const [west, south, east, north] = asked(page).get("bbox").split(",").map(Number);
  assert.ok(west < lon && lon < east && south < lat && lat < north, "the event is in sight");
  assert.ok(east - west < 6 && north - south < 4, `${east - west} by ${north - south} degrees`);
  await close();
});
