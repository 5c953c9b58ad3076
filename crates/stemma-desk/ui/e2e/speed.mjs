/**
 * How fast the desk is on a store: `node e2e/speed.mjs STORE`, with the program in STEMMA. Prints the median and the worst of several
 * tries, in milliseconds: first paint, steps of the keyboard, conditions, search, and the longest pause while the map is moved.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { openBrowser, program } from "./desk.mjs";

const TRIES = 7;
const [store] = process.argv.slice(2);
if (!store) throw new Error("name a store: node e2e/speed.mjs STORE");

const child = spawn(program(), ["serve", store, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((done) => createInterface({ input: child.stdout }).on("line", (line) => /http\S+/.test(line) && done(/http\S+/.exec(line)[0].replace(/\/$/, ""))));
const browser = await openBrowser();

function say(what, times) {
  const sorted = times.filter((time) => time !== null).sort((a, b) => a - b);
  console.log(`${what}: median ${sorted[sorted.length >> 1].toFixed(0)} ms, worst ${sorted.at(-1).toFixed(0)} ms, ${sorted.length} tries`);
}

/** Milliseconds from an act to the first frame in which something holds. */
async function until(page, act, holds, argument) {
  await page.evaluate(
    ([source, argument]) => {
      const holds = new Function("argument", `return (${source})(argument)`);
      window.took = new Promise((done) => {
        const begun = { at: 0 };
        const start = () => (begun.at ||= performance.now());
        addEventListener("keydown", start, { capture: true, once: true });
        addEventListener("input", start, { capture: true, once: true });
        addEventListener("click", start, { capture: true, once: true });
        const asked = performance.now();
        const look = () => {
          if (begun.at && holds(argument)) done(performance.now() - begun.at);
          // Nothing came of it: a condition that all events fulfil, say.
          else if (performance.now() - asked > 5000) done(null);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    },
    [holds.toString(), argument],
  );
  await act();
  return page.evaluate(() => window.took);
}

const total = () => document.querySelector("h1")?.textContent ?? "";

try {
  const paints = [];
  for (let at = 0; at < TRIES; at += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${url}/`);
    paints.push(await page.evaluate(() => new Promise((done) => {
      const look = () => {
        const paint = performance.getEntriesByName("first-contentful-paint")[0];
        const isDrawn = document.querySelectorAll("tbody tr").length > 10;
        if (paint && isDrawn) done(Math.max(paint.startTime, performance.now()));
        else requestAnimationFrame(look);
      };
      look();
    })));
    await context.close();
  }
  say("the first rows are drawn after", paints);

  // Its policy allows no code of strangers; that of a measurement is one.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${url}/`);
  await page.waitForSelector("tbody tr");
  await page.waitForTimeout(2000);

  const steps = [];
  for (let at = 0; at < 3 * TRIES; at += 1) {
    const before = await page.evaluate(() => location.search);
    steps.push(await until(page, () => page.keyboard.press("j"), (before) => location.search !== before, before));
    await page.waitForTimeout(120);
  }
  say("j selects the next event in", steps);

  const facets = [];
  for (let at = 0; at < 2 * TRIES; at += 1) {
    await page.goto(`${url}/`);
    await page.locator(".events-value").first().waitFor();
    await page.waitForTimeout(600);
    const button = page.locator(".events-value[aria-pressed=false]").nth(at);
    const before = await page.evaluate(total);
    facets.push(await until(page, () => button.click(), (before) => (document.querySelector("h1")?.textContent ?? "") !== before, before));
  }
  say("a condition is taken on in", facets);

  const searches = [];
  for (const word of ["hospital", "bridge", "market", "convoy", "ceasefire", "village", "drone"]) {
    const begun = performance.now();
    const response = await fetch(`${url}/search.json?q=${word}`);
    await response.arrayBuffer();
    searches.push(performance.now() - begun);
  }
  say("the server answers a search in", searches);

  await page.goto(`${url}/events?view=map`);
  await page.waitForSelector(".maplibregl-canvas, .map svg", { timeout: 60_000 });
  await page.waitForTimeout(4000);
  const box = await page.locator(".maplibregl-canvas, .map svg").first().boundingBox();
  await page.evaluate(() => {
    window.gaps = [];
    let last = performance.now();
    const frame = (now) => {
      window.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let at = 0; at < 60; at += 1) {
    await page.mouse.move(box.x + box.width / 2 + 3 * at, box.y + box.height / 2 + at);
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
  await page.waitForTimeout(1000);
  const gaps = await page.evaluate(() => window.gaps);
  say("frames while the map is moved last", gaps.slice(1));
} finally {
  await browser.close();
  child.kill("SIGTERM");
}
