/** Pages of strangers are words in the desk and nothing else: no script of theirs runs, nothing is fetched from elsewhere, nothing navigates. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openDesk } from "./desk.mjs";

const EVIL = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script><svg onload="window.pwned=1">{{7*7}}\${7*7}`;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The words as text of the page, and once more as the markup that they are. */
const PAGES = {
  "evil-1.html": `<html><head><title>${escaped(EVIL)} Blast in Goma</title><meta property="og:site_name" content="${escaped(EVIL).replaceAll('"', "&quot;")}"><meta property="article:published_time" content="2024-06-09T08:00:00Z"></head>
    <body><article><h1>${escaped(EVIL)} Blast in Goma</h1><p>Eleven people were killed on Saturday when a bomb exploded at a market in Goma, a doctor said. ${escaped(EVIL)}</p>${EVIL}<p>The army blamed the M23 rebels for the attack in Goma, which nobody claimed.</p></article></body></html>`,
  "evil-2.jsonl": `${JSON.stringify({ id: `a"><script>window.pwned=1</script>/..%2f#?x.json`, url: "javascript:window.pwned=1", outlet: EVIL, title: EVIL, published: "2024-06-09", text: `Eleven people were killed on Saturday when a bomb exploded at a market in Goma, a doctor said. ${EVIL}\nThe army blamed the M23 rebels for the attack in Goma, which nobody claimed.` })}\n`,
  "evil-3.txt": `\u202eBlast in Goma\u202c\n\n9 June 2024\n\nNine people were killed on Saturday when a bomb exploded at a market in Goma, a nurse said. \u001b[2J javascript:alert(1) data:text/html,<script>window.pwned=1</script>\n`,
};

let desk;
let browser;

before(async () => {
  desk = await openDesk({ isEmpty: true });
  browser = await openBrowser();
  for (const [name, bytes] of Object.entries(PAGES)) {
    const response = await fetch(`${desk.url}/intake?name=${encodeURIComponent(name)}`, { method: "POST", headers: { "x-stemma": "desk" }, body: bytes });
    assert.equal(response.status, 202);
  }
  for (let tries = 0; ; tries += 1) {
    const { state, read } = await desk.json("/intake.json");
    if (state === "idle" && read === 3) break;
    assert.ok(tries < 600, "the pages were not read");
    await new Promise((done) => setTimeout(done, 200));
  }
});

after(async () => {
  await browser?.close();
  await desk?.close();
});

for (const hasScript of [true, false]) {
  test(`hostile words stay words ${hasScript ? "in the desk" : "without script"}`, async () => {
    const context = await browser.newContext({ javaScriptEnabled: hasScript });
    const page = await context.newPage();
    const faults = [];
    page.on("dialog", (dialog) => {
      faults.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== desk.url && !["blob:", "data:"].includes(protocol)) faults.push(`asked for ${request.url()}`);
    });
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(error.message));
    const id = encodeURIComponent;
    const { rows: events } = await desk.json("/events.json");
    const { rows: pages } = await desk.json("/pages.json");
    const { rows: stories } = await desk.json("/stories.json");
    assert.ok(events.length > 0 && pages.length === 3 && stories.length > 0);
    const dotted = (text) => id(text).replaceAll(".", "%2E");
    const addresses = [
      ...["/events?told=any", "/events?told=any&view=cards", "/stories", "/pages", "/sources", "/places", "/review", "/about"],
      ...events.map((event) => `/events/${event.id}`),
      ...stories.map((story) => `/stories/${story.id}`),
      ...pages.map((row) => `/pages/${dotted(row.id)}?at=0-40`),
      `/compare?a=${id(pages[0].id)}&b=${id(pages[1].id)}`,
      `/search?q=${id("<script>")}`,
      `/search?q=${id(EVIL)}`,
      `/events?told=any&place=${id(EVIL)}`,
      `/events/${id(EVIL)}`,
      `/nowhere/${id(EVIL)}`,
    ];
    for (const address of addresses) {
      faults.length = 0;
      await page.goto(desk.url + address, { waitUntil: "load" });
      if (hasScript) await page.waitForSelector("h1", { timeout: 15_000 }).catch(() => assert.fail(`${address}: has no heading`));
      const wrong = faults.filter((fault) => !/40[04] \(/.test(fault));
      assert.deepEqual(wrong, [], address);
      if (hasScript) assert.equal(await page.evaluate(() => "pwned" in window), false, address);
      const scripts = await page.locator("a[href^='javascript' i], a[href^='data' i], iframe, object, embed, [onerror], [onload]").count();
      assert.equal(scripts, 0, address);
      assert.equal(new URL(page.url()).origin, desk.url, address);
    }
    await context.close();
  });
}
