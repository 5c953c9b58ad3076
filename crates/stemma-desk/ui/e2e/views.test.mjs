/** Every view is shown without a fault, has one heading and a title, and is the same when it is loaded again. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everyView, openBrowser, openDesk, openPage, settled, visit } from "./desk.mjs";

let desk, browser, views;
before(async () => {
  desk = await openDesk();
  browser = await openBrowser();
  views = await everyView(desk);
});
after(async () => {
  await browser?.close();
  await desk?.close();
});

test("every view is shown without a complaint of the browser, with one heading and a title", async (t) => {
  for (const [name, path] of Object.entries(views)) {
    await t.test(name, async () => {
      const { page, close } = await openPage(browser, desk);
      await visit(page, path);
      assert.equal(await page.locator("h1:visible").count(), 1, "one heading");
      assert.match(await page.title(), /\S · Stemma$/);
      assert.equal(await page.locator(".state-failed").count(), 0, "nothing failed");
      assert.ok((await page.locator("main").innerText()).length > 80, "there is something to read");
      assert.equal(await page.locator("#plain").count(), 0, "what is for readers without script is gone");
      await close();
    });
  }
});

test("the same address shows the same, whoever opens it", async (t) => {
  for (const path of [views.events, "/events?country=Sudan&killed-min=1&sort=killed", "/events?view=cards&told=any&q=hospital", views.event, views.story, views.page, views.compare, views.search]) {
    await t.test(path, async () => {
      const { page, close } = await openPage(browser, desk);
      await visit(page, path);
      const read = () => page.locator("main").innerText();
      const once = await read();
      await page.reload();
      await settled(page);
      assert.equal(await read(), once);
      await close();
    });
  }
});

test("back and forward go through what was looked at", async () => {
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/stories");
  const title = () => page.locator("main h1").innerText();
  const first = await title();
  await page.locator('main a[href^="/stories/"]').first().click();
  await page.waitForURL(/\/stories\/./);
  await settled(page);
  await page.goBack();
  await page.waitForURL(/\/stories$/);
  await settled(page);
  assert.equal(await title(), first);
  await page.goForward();
  await page.waitForURL(/\/stories\/./);
  await close();
});

test("an address of nothing says so, with a way out", async (t) => {
  for (const path of ["/events/e-000000000000", "/stories/story-none", "/pages/none", "/nothing", "/compare?a=none&b=none"]) {
    await t.test(path, async () => {
      const { page, close } = await openPage(browser, desk, { expects: [/404|400/] });
      await page.goto(path);
      await page.locator(".state:not(.state-loading)").first().waitFor();
      assert.ok((await page.locator(".state:not(.state-loading)").first().innerText()).length > 20, "it says what is missing");
      assert.ok((await page.locator("a:visible").count()) > 3, "there is somewhere to go");
      await close();
    });
  }
});

test("Esc goes back from every view to where one came from, and from one that came first to what lies above it", async (t) => {
  const { page, close } = await openPage(browser, desk);
  // What is open inside a view is closed before the view is left.
  const closes = { "events with a preview": 1 };
  const { searchParams: compared } = new URL(views.compare, desk.url);
  const above = { event: "/events", "events with a preview": "/events", story: "/stories", page: "/pages", compare: `/pages/${compared.get("b")}` };
  const here = () => new URL(page.url()).pathname;
  for (const [name, path] of Object.entries(views)) {
    await t.test(name, async () => {
      const from = name === "about" ? "/sources" : "/about";
      await visit(page, from);
      await page.evaluate((to) => {
        const link = Object.assign(document.createElement("a"), { href: to });
        document.querySelector("main").append(link);
        link.click();
        link.remove();
      }, path);
      await page.waitForURL((url) => url.pathname === new URL(path, desk.url).pathname);
      await settled(page);
      for (let presses = 0; presses <= (closes[name] ?? 0); presses += 1) await page.keyboard.press("Escape");
      await page.waitForURL((url) => url.pathname === from, { timeout: 5000 });
      await visit(page, path);
      await page.keyboard.press("Escape");
      await page.waitForTimeout(150);
      assert.equal(here(), above[name] ?? new URL(path, desk.url).pathname, "from the first address");
    });
  }
  await close();
});
