/** What people marked: a page and its events say so in words, with who and when, as text and never as markup. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { anEvent, openBrowser, openDesk, openPage, program, serious, visit } from "./desk.mjs";

const WHY = "shows the dead <img src=x onerror=alert(1)>";

let desk, browser, event, mark;
before(async () => {
  desk = await openDesk();
  browser = await openBrowser();
  event = await anEvent(desk);
  const said = execFileSync(program(), ["mark", event.quote.doc, "graphic", "--store", desk.store, "--by", "Ada Ilves", "--why", WHY], { encoding: "utf8" });
  mark = said.trim().split(/\s+/)[0];
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

test("a page and its event say what a person marked, who and when", async () => {
  const { page, close } = await openPage(browser, desk, { bypassCSP: true });
  for (const path of [`/events/${event.id}`, `/pages/${event.quote.doc}`]) {
    await visit(page, path);
    const badge = page.getByRole("list", { name: "What people marked it as" }).getByRole("listitem");
    assert.equal(await badge.count(), 1, path);
    const words = (await badge.innerText()).replace(/\s+/g, " ");
    assert.match(words, /^graphic marked by Ada Ilves, \d{4}-\d\d-\d\d \d\d:\d\d/, path);
    assert.ok(words.endsWith(WHY), words);
    assert.ok(Date.parse(await badge.locator("time").getAttribute("datetime")) > 0, "an instant that programs read");
    assert.deepEqual(await serious(page), [], path);
  }
  await close();
});

test("a list is narrowed to what is marked, and a row says so", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/events?mark=graphic&told=any");
  const { total } = await desk.json("/events.json?mark=graphic&told=any&limit=1");
  assert.ok(total > 0);
  assert.ok((await page.locator("main h1").innerText()).startsWith(`${total} `));
  const rows = page.locator("main table tbody tr");
  assert.equal(await rows.filter({ has: page.locator(".mark-marked", { hasText: "graphic" }) }).count(), await rows.count());
  await page.getByRole("button", { name: "Take off: marked: graphic" }).waitFor();
  await close();
});

test("a mark that is taken back is shown no more", async () => {
  execFileSync(program(), ["unmark", mark, "--store", desk.store, "--by", "Ben", "--why", "a slip"], { stdio: "pipe" });
  const { page, close } = await openPage(browser, desk);
  await visit(page, `/pages/${event.quote.doc}`);
  assert.equal(await page.locator(".marked, .mark-marked").count(), 0);
  await close();
});

test("whoever reads a page marks it, signed, and takes the mark back", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, `/pages/${event.quote.doc}`);
  const badges = page.getByRole("list", { name: "What people marked it as" });
  const form = page.locator(".marking");
  await form.getByText("Mark this page").click();
  await form.getByRole("radio", { name: /^sensitive/ }).check();
  await form.getByRole("button", { name: "Keep it" }).click();
  await form.getByRole("alert").getByText("say your name first").waitFor();
  await form.getByLabel(/Your name/).fill("Cem");
  await form.getByLabel(/By which words/).fill("names a child");
  await form.getByRole("button", { name: "Keep it" }).click();
  await badges.getByText(/sensitive/).waitFor();
  assert.match((await badges.innerText()).replace(/\s+/g, " "), /^sensitive marked by Cem, .*: names a child$/);
  await form.getByText("Mark this page").click();
  assert.equal(await form.getByRole("radio", { name: /^sensitive/ }).count(), 0, "what is marked is not marked again");
  await form.getByRole("radio", { name: "take back sensitive, marked by Cem" }).check();
  await form.getByRole("button", { name: "Keep it" }).click();
  await badges.waitFor({ state: "detached" });
  const { marks } = await desk.json(`/pages/${encodeURIComponent(event.quote.doc)}.json`);
  assert.deepEqual(marks, []);
  await close();
});
