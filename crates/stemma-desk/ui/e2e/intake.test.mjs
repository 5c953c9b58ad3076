/** Pages come into an empty store from the desk: chosen, or dropped as files and as a folder. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CORPUS, openBrowser, openDesk, openPage, visit } from "./desk.mjs";

let browser;
before(async () => void (browser = await openBrowser()));
after(() => browser?.close());

/** Reading loads the learnt reader, which takes its time on a busy machine. */
const READ_MS = 120_000;
const done = (page) => page.getByRole("heading", { name: "Done" }).waitFor({ timeout: READ_MS });
const count = (page, label) => page.locator(".intake-counts > div", { hasText: label }).locator("dd").innerText();

const TABLE = `title;date;text
Shells fall;2024-06-03;"Shells hit a market in Omdurman on Sunday and killed at least four people; a doctor said so."
Rebels move;2024-06-04;Rebels took a village near El Fasher on Monday, residents said.
`;

test("an empty store says how to begin, and files that are chosen become events", async () => {
  const desk = await openDesk({ isEmpty: true });
  // The empty file is refused as it should be.
  const { page, close } = await openPage(browser, desk, { expects: [/400.*(empty\.txt|intake)|intake.*400/] });
  await visit(page, "/");
  await page.getByText(/Drop files or a folder here/).waitFor();
  const names = readdirSync(CORPUS).filter((name) => name.startsWith("sudan-0")).slice(0, 3);
  const file = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });
  const pages = names.map((name) => file(name, readFileSync(join(CORPUS, name))));
  await page.locator("input[name=files]").setInputFiles([...pages, file("photo.jpg", Buffer.from([0xff, 0xd8, 0xff])), file("empty.txt", Buffer.alloc(0)), file("export.csv", Buffer.from(TABLE))]);
  await done(page);
  assert.equal(await count(page, "new"), "5");
  assert.equal(await count(page, "refused"), "1");
  await page.getByText(/empty.txt: is empty/).waitFor();
  await page.getByText(/1 left out/).click();
  await page.getByText("photo.jpg: an image; give the page that shows it").waitFor();
  assert.equal((await desk.json("/about.json")).documents, 5);
  await page.getByRole("link", { name: "See the events of all pages" }).click();
  await page.locator("main table tbody tr").first().waitFor();
  await close();
  await desk.close();
});

test("what is dropped is walked through, and the same bytes twice are nothing new", async () => {
  const desk = await openDesk();
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/intake");
  const before = await desk.json("/about.json");
  const known = readdirSync(CORPUS).find((name) => name.endsWith(".txt"));
  const files = [
    { name: known, text: readFileSync(join(CORPUS, known), "utf8") },
    { name: "new.txt", text: "Monday, 3 June 2024\n\nShells hit a market in Omdurman on Sunday and killed at least four people, a doctor at the Al-Nao hospital said.\n" },
  ];
  const transfer = await page.evaluateHandle((given) => {
    const carried = new DataTransfer();
    for (const { name, text } of given) carried.items.add(new File([text], name, { type: "text/plain" }));
    return carried;
  }, files);
  await page.dispatchEvent(".intake-drop", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent(".intake-drop", "drop", { dataTransfer: transfer });
  await done(page);
  assert.equal(await count(page, "new"), "1");
  assert.equal(await count(page, "known already"), "1");
  assert.equal((await desk.json("/about.json")).documents, before.documents + 1);
  await close();
  await desk.close();
});

test("what another window hands in is shown here without a reload", async () => {
  const desk = await openDesk();
  const { page, close } = await openPage(browser, desk);
  await visit(page, "/pages");
  const before = (await desk.json("/pages.json?limit=1")).total;
  const text = "Tuesday, 4 June 2024\n\nSoldiers shelled a village near El Fasher on Monday and killed nine people, residents said.\n";
  const handed = await fetch(`${desk.url}/intake?name=other.txt`, { method: "POST", headers: { "x-stemma": "desk", "content-type": "application/octet-stream" }, body: text });
  assert.equal(handed.status, 202);
  await page.waitForFunction((wanted) => document.querySelector("main")?.innerText.includes(`${wanted}`), before + 1, { timeout: READ_MS });
  await close();
  await desk.close();
});
