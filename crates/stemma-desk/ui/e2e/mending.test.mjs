/** Mending an event: values of pages are taken by a click, what is written survives, and who says it is asked for once. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDesk, openPage, settled, visit } from "./desk.mjs";

let desk, browser, wrong;
before(async () => {
  desk = await openDesk();
  browser = await openBrowser();
  wrong = await differing();
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

const fixes = async () => (await desk.json("/fixes.json")).rows;

/** An event of which a page names another place than stands, at a point. */
async function differing() {
  const { rows } = await desk.json("/events.json?told=any&sort=articles&limit=500");
  for (const { id } of rows) {
    const { event, matrix } = await desk.json(`/events/${id}.json`);
    const column = matrix.fields.indexOf("place");
    const cell = matrix.rows.map(({ cells }) => cells[column]).find((one) => one?.differs && one.point && one.said.startsWith("geonames:"));
    if (cell && event.place?.lat != null) return { id, cell, name: cell.value.replace(/ \([A-Z]{3}\)$/, "") };
  }
  return assert.fail("the example corpus has an event with two places");
}

test("f begins where pages differ on the place, a click takes the value of a page, and its words open beside the form", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, `/events/${wrong.id}`);
  await page.keyboard.press("f");
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
  await page.getByRole("textbox", { name: "Who did it" }).fill("Somebody else");
  const place = page.locator(".fixform-place");
  await place.getByRole("button", { name: `Take ${wrong.cell.value}` }).click();
  assert.equal(await page.getByRole("combobox", { name: "Place" }).inputValue(), wrong.name);
  assert.match(await page.locator(".fixform-line code").textContent(), new RegExp(`place=${wrong.cell.said}`));
  const words = place.getByRole("link", { name: `See the words of ${wrong.cell.value}` }).first();
  const [opened] = await Promise.all([page.context().waitForEvent("page"), words.click()]);
  await opened.waitForURL(/\/pages\/.+at=/);
  await opened.close();
  assert.equal(await page.getByRole("textbox", { name: "Who did it" }).inputValue(), "Somebody else");
  await close();
});

test("what was written survives another page and Esc, and goes with 'Leave it'", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, `/events/${wrong.id}?fix=actor`);
  const actor = page.getByRole("textbox", { name: "Who did it" });
  await actor.fill("Somebody else");
  await page.locator("[name=why]").fill("half a reason");
  await page.locator(".shell-nav").getByRole("link", { name: "Sources" }).click();
  await page.waitForURL(/\/sources/);
  await page.goBack();
  await settled(page);
  await actor.waitFor();
  assert.deepEqual([await actor.inputValue(), await page.locator("[name=why]").inputValue()], ["Somebody else", "half a reason"]);
  await actor.focus();
  await page.keyboard.press("Escape");
  await actor.waitFor({ state: "detached" });
  await page.keyboard.press("f");
  assert.equal(await actor.inputValue(), "Somebody else");
  // Wherever the focus is, the form is left before the view.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("Escape");
  await actor.waitFor({ state: "detached" });
  assert.equal(new URL(page.url()).pathname, `/events/${wrong.id}`);
  await page.keyboard.press("f");
  await page.getByRole("button", { name: "Leave it", exact: true }).click();
  await page.keyboard.press("f");
  await actor.waitFor();
  assert.notEqual(await actor.inputValue(), "Somebody else");
  await close();
});

test("on the small map, the ring of a page and its name mean its place; the name of a town, the town", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, `/events/${wrong.id}?fix=place`);
  const map = page.locator(".fixform .pointmap");
  const pin = map.locator(".pointmap-told", { hasText: wrong.name }).first();
  const said = page.locator(".fixform-said b");
  for (let steps = 0; steps < 4 && !(await isInside(map.locator("svg"), pin.locator("circle"))); steps += 1) await map.getByRole("button", { name: "Farther" }).click();
  for (const part of ["circle", "text"]) {
    const { x, y, width, height } = await pin.locator(part).boundingBox();
    await page.mouse.click(x + width / 2, y + height / 2);
    await said.getByText(wrong.name, { exact: true }).waitFor();
    assert.match(await page.locator(".fixform-line code").textContent(), new RegExp(`place=${wrong.cell.said}`), part);
    assert.equal(await page.getByLabel("What the point is called").count(), 0, "nobody is asked for its name");
    await page.getByRole("button", { name: "Leave it as it is" }).click();
  }
  // The map goes back to where the event stands, and asks for the towns there.
  await page.waitForTimeout(500);
  const town = map.locator(".pointmap-town text").first();
  await town.waitFor();
  const { name, x, y, width, height } = await town.evaluate((words) => ({ name: words.textContent.trim(), ...words.getBoundingClientRect().toJSON() }));
  await page.mouse.click(x + width * 0.8, y + height / 2);
  await said.getByText(new RegExp(`^${name}`)).waitFor();
  assert.match(await page.locator(".fixform-line code").textContent(), /place=geonames:/);
  await close();
});

async function isInside(outer, inner) {
  if ((await inner.count()) === 0) return false;
  const [box, of] = [await outer.boundingBox(), await inner.boundingBox()];
  return of !== null && of.x > box.x && of.x + of.width < box.x + box.width - 60 && of.y > box.y + 12 && of.y + of.height < box.y + box.height;
}

test("reason, name and button stay in sight, one button keeps the name as well, and u takes back after a reload", async () => {
  const { page, close } = await openPage(browser, desk, { viewport: { width: 1280, height: 640 } });
  await visit(page, `/events/${wrong.id}?fix=day`);
  const button = page.getByRole("button", { name: /^Correct/ });
  for (const at of [0, 400, 900]) {
    await page.evaluate((y) => document.querySelector(".fixform").scrollIntoView() || scrollBy(0, y), at);
    for (const part of [button, page.locator("[name=why]"), page.locator("[name=reviewer]")]) {
      const { y, height } = await part.boundingBox();
      assert.ok(y > 0 && y + height < 640, `in sight at ${at}: ${y}`);
    }
  }
  await page.getByRole("textbox", { name: "killed, best" }).fill("7");
  for (const bound of ["lowest", "highest"]) await page.getByRole("textbox", { name: `killed, ${bound}` }).fill("");
  await page.locator("[name=why]").fill("the list of the hospital");
  await page.locator("[name=reviewer]").fill("R. Reader");
  await button.click();
  await page.locator("table tr", { hasText: "the list of the hospital" }).waitFor();
  const [kept] = (await fixes()).filter(({ why }) => why === "the list of the hospital");
  assert.equal(kept.by, "R. Reader");

  await page.reload();
  await settled(page);
  await page.getByText("Signed as R. Reader").waitFor();
  // The list names who corrected it, and takes it back as well.
  await visit(page, `/events?told=any&sel=${wrong.id}`);
  await page.getByRole("complementary", { name: "Selected event" }).getByText("corrected by a person: R. Reader").waitFor();
  await page.keyboard.press("u");
  await page.getByText(/Taken back: killed 7; R\. Reader said it of e-/).waitFor();
  assert.equal((await fixes()).find(({ id }) => id === kept.id).status, "withdrawn");
  await page.keyboard.press("u");
  await page.getByText("nothing that R. Reader said still stands").waitFor();
  await close();
});
