/** What a person says of events is kept, shown, and can be taken back; what could not be kept comes back. */
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

const queue = () => desk.json("/events.json?checked=no&told=happened&sort=doubt&limit=10");
const fixes = async () => (await desk.json("/fixes.json")).rows;
const sentence = (page) => page.locator(".review-card h2").innerText();
/** The card of another event is shown whole, and long enough that an answer is no slip. */
async function another(page, before) {
  await page.waitForFunction((last) => {
    const now = document.querySelector(".review-card h2")?.textContent;
    return now && now !== last;
  }, before);
  await page.waitForTimeout(350);
}
async function until(asked, what) {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await asked()) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(what);
}

test("answers a key each, in the order of doubt, signed once; and the last one is taken back", async () => {
  const { page, close } = await openPage(browser, desk);
  const { rows } = await queue();
  await visit(page, "/review");
  await page.locator(".review-card").waitFor();
  await page.waitForTimeout(350);
  const first = await sentence(page);
  assert.equal(first, (await desk.json(`/events/${rows[0].id}.json`)).sentence);
  await page.keyboard.press("y");
  // Nobody said a name yet; the answer waits for it.
  await page.getByLabel(/Who says it/).fill("Ada");
  await page.keyboard.press("Enter");
  await another(page, first);
  await until(async () => (await fixes()).length === 1, "the answer is kept");
  const [accepted] = await fixes();
  assert.deepEqual([accepted.field, accepted.by, accepted.event], ["accept", "Ada", rows[0].id]);
  const second = await sentence(page);
  await page.keyboard.press("h");
  await another(page, second);
  await until(async () => (await fixes()).length === 2, "the second needs no name any more");
  // Who holds an event back has not checked it.
  await page.getByText(/\b1 of \d+ checked/).waitFor();
  await page.keyboard.press("u");
  await another(page, await sentence(page).then((now) => (now === second ? "" : now)));
  assert.equal(await sentence(page), second, "the event that was taken back is shown again");
  await until(async () => (await fixes()).some(({ field, status }) => field === "hold" && status === "withdrawn"), "it is taken back in the store");
  assert.equal((await queue()).rows.some(({ id }) => id === rows[1].id), true, "and is in the queue again");
  await close();
});

test("a 'no event' needs a reason, and leaves the lists", async () => {
  const { page, close } = await signed();
  await visit(page, "/review");
  await page.locator(".review-card").waitFor();
  await page.waitForTimeout(350);
  const [row] = (await queue()).rows;
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText(/says why/).waitFor();
  await page.keyboard.type("an exercise, not an attack");
  const before = await sentence(page);
  await page.keyboard.press("Enter");
  await another(page, before);
  await until(async () => (await fixes()).some(({ field, event, why }) => field === "reject" && event === row.id && why.startsWith("an exercise")), "the rejection is kept");
  const listed = await desk.json("/events.json?told=happened&limit=200");
  assert.equal(listed.rows.some(({ id }) => id === row.id), false);
  await close();
});

test("a wrong place and a wrong number are mended in the form, with the line that says the same", async () => {
  const { page, close } = await signed();
  await visit(page, "/review");
  await page.locator(".review-card").waitFor();
  await page.waitForTimeout(350);
  const [{ id }] = (await queue()).rows;
  await page.keyboard.press("f");
  await page.getByRole("textbox", { name: "killed, lowest" }).fill("");
  await page.getByRole("textbox", { name: "killed, best" }).fill("7");
  await page.getByRole("textbox", { name: "killed, highest" }).fill("");
  await page.getByRole("combobox", { name: "Place" }).fill("Omdurman");
  await page.getByRole("option", { name: /Omdurman/ }).first().click();
  const line = await page.locator(".fixform-line code").textContent();
  assert.match(line, new RegExp(`^stemma fix ${id} place=geonames:\\d+ killed=7`));
  const before = await sentence(page);
  await page.keyboard.press("Enter");
  await page.locator("[name=why]").fill("the list of the ministry");
  await page.keyboard.press("Enter");
  await another(page, before);
  const { event, row } = await desk.json(`/events/${id}.json`);
  assert.equal(event.place.name, "Omdurman");
  assert.deepEqual([row.killed_low, row.killed_best, row.killed_high], [7, 7, 7]);
  assert.equal(row.checked, "corrected");
  await page.getByRole("link", { name: "What was said" }).click();
  await page.locator("table").getByText("the list of the ministry").first().waitFor();
  await close();
});

/** An event whose place is a town, so that the map of its form has towns on it. */
async function inTown() {
  const { rows } = await desk.json("/events.json?told=happened&checked=no&limit=200");
  return rows.find(({ precision, place }) => precision === "exact" && place);
}
/** All that can be read in the view, fields included. */
const readable = (page) => page.evaluate(() => [document.querySelector("main").innerText, ...[...document.querySelectorAll("main input")].map(({ value }) => value)].join(" "));

test("a wrong place is mended from the head of its event, by names alone, and who takes it back is said", async () => {
  const { page, close } = await signed();
  const { id } = await inTown();
  await visit(page, `/events/${id}`);
  await page.getByRole("link", { name: "Mend: where it was" }).click();
  const place = page.getByRole("combobox", { name: "Place" });
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  assert.equal(await place.evaluate((field) => field === document.activeElement), true, "the form begins at the place");
  // What is written stays where another field is asked for.
  await page.keyboard.type("Omdurman");
  await page.getByRole("link", { name: "Mend: when it was" }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "day");
  assert.equal(await place.inputValue(), "Omdurman");
  await place.click();
  await page.getByRole("option", { name: /Omdurman.*Khartoum, Sudan/ }).first().click();
  await page.getByText(/Will say.*Omdurman, Khartoum, Sudan/).first().waitFor();
  assert.doesNotMatch(await readable(page), /geonames:/);
  await page.locator("[name=why]").fill("two witnesses name the town");
  await page.keyboard.press("Enter");
  const row = page.locator("table tr", { hasText: "two witnesses name the town" });
  await row.getByText("Omdurman, Khartoum, Sudan").waitFor();
  await row.getByRole("button", { name: /^Take back/ }).click();
  await row.getByText(/taken back by Ada on \d{4}-/).waitFor();
  await visit(page, "/review?view=fixes");
  const line = page.locator("table tr", { hasText: "two witnesses name the town" });
  await line.getByText("Omdurman, Khartoum, Sudan").waitFor();
  await line.getByText(/taken back by Ada on \d{4}-/).waitFor();
  assert.doesNotMatch(await readable(page), /geonames:/);
  await close();
});

test("a click on a town of the small map says the town, one beside it a point", async () => {
  const { page, close } = await signed();
  const { id } = await inTown();
  await visit(page, `/events/${id}?fix=place`);
  const town = page.locator(".fixform .pointmap-town").first();
  await town.waitFor();
  const name = (await town.textContent()).trim();
  const { x, y, width } = await town.locator("circle").boundingBox();
  const said = page.locator(".fixform-said b");
  await page.mouse.click(x + width / 2, y + width / 2);
  await said.getByText(new RegExp(`^${name}`)).waitFor();
  assert.doesNotMatch(await said.innerText(), /\d/);
  const map = await page.locator(".fixform .pointmap svg").boundingBox();
  await page.mouse.click(map.x + 6, map.y + 6);
  await said.getByText(/\d+\.\d+,/).waitFor();
  await close();
});

test("letters pressed in the form are no answers, and a point counts as soon as it is typed", async () => {
  const { page, close } = await signed();
  await visit(page, "/review");
  await page.locator(".review-card").waitFor();
  await page.waitForTimeout(350);
  const { total } = await desk.json("/fixes.json");
  await page.keyboard.press("f");
  await page.getByRole("combobox", { name: "Place" }).fill("14.62, 32.48");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  // A button of the form has the focus now.
  for (const letter of ["y", "n", "h", "o"]) await page.keyboard.press(letter);
  assert.match(await page.locator(".fixform-line code").textContent(), /place=.*14\.62, ?32\.48/);
  assert.equal((await desk.json("/fixes.json")).total, total);
  await close();
});

test("what the server refuses stays in the form, with its words", async () => {
  const { page, close } = await signed({ expects: [/400/] });
  await visit(page, "/review");
  await page.locator(".review-card").waitFor();
  await page.waitForTimeout(350);
  await page.keyboard.press("f");
  await page.getByRole("combobox", { name: "Place" }).fill("89.5, 0.5");
  await page.getByRole("listbox", { name: "Place" }).getByRole("option").first().click();
  await page.getByRole("textbox", { name: "Who did it" }).fill("Somebody else");
  await page.locator("[name=why]").fill("a test of refusals");
  await page.route("**/fixes", (route) => route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ error: "no such place; give another", nearest: [] }) }));
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("no such place; give another").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Who did it" }).inputValue(), "Somebody else");
  await close();
});

test("an answer that is not kept puts its event back, and says so until it is read", async () => {
  const { page, close } = await signed({ expects: [/503/] });
  await visit(page, "/review");
  await page.locator(".review-card").waitFor();
  await page.waitForTimeout(350);
  const before = await sentence(page);
  const said = (await fixes()).length;
  await page.route("**/fixes", (route) => route.fulfill({ status: 503, contentType: "application/json", body: JSON.stringify({ error: "the store is locked by another program", nearest: [] }) }));
  await page.keyboard.press("y");
  await page.getByRole("alert").getByText(/locked by another program/).waitFor();
  await page.unroute("**/fixes");
  await page.getByRole("button", { name: "Go back to it" }).click();
  await another(page, "");
  assert.equal(await sentence(page), before);
  assert.equal((await fixes()).length, said, "nothing was kept");
  await close();
});

test("several are answered at once, after a list of what will be done", async () => {
  const { page, close } = await signed();
  await visit(page, "/review");
  await page.locator(".review-card").waitFor();
  await page.waitForTimeout(350);
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.waitForTimeout(350);
  await page.keyboard.press("x");
  const chosen = (await queue()).rows.slice(0, 2).map(({ id }) => id);
  await page.getByRole("button", { name: "Hold all …" }).click();
  assert.equal(await page.locator(".review-several ol li").count(), 2);
  await page.getByRole("button", { name: "Hold all: 2 events" }).click();
  await until(async () => (await fixes()).filter(({ field, status, event }) => field === "hold" && status !== "withdrawn" && chosen.includes(event)).length === 2, "both are held");
  await page.getByRole("button", { name: "Undo" }).click();
  await until(async () => (await fixes()).filter(({ field, status, event }) => field === "hold" && status === "withdrawn" && chosen.includes(event)).length >= 2, "both are taken back");
  await close();
});

test("a key that is held down answers one event alone", async () => {
  const { page, close } = await signed();
  await visit(page, "/review");
  await page.locator(".review-card").waitFor();
  await page.waitForTimeout(350);
  const said = (await fixes()).length;
  for (let presses = 0; presses < 6; presses += 1) await page.keyboard.down("y");
  await page.keyboard.up("y");
  await page.waitForTimeout(1000);
  assert.equal((await fixes()).length, said + 1);
  await close();
});

test("the line of conditions asks for other events, and names what it does not know", async () => {
  const { page, close } = await signed();
  await visit(page, "/review");
  const line = page.getByRole("textbox", { name: "Review only" });
  await line.fill("contry=Sudan");
  await line.press("Enter");
  await page.getByRole("alert").getByText(/contry/).waitFor();
  await line.fill("country=Sudan");
  await line.press("Enter");
  await page.waitForURL(/country=Sudan/);
  await settled(page);
  const { total } = await desk.json("/events.json?checked=no&told=happened&country=Sudan&limit=1");
  await page.getByRole("heading", { name: `${total} to go` }).waitFor();
  await close();
});

/** A page of somebody who said a name before. */
async function signed(options = {}) {
  const opened = await openPage(browser, desk, options);
  await opened.page.addInitScript(() => localStorage.setItem("stemma.reviewer", "Ada"));
  return opened;
}
