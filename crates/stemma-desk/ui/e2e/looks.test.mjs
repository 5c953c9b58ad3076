/** Narrow screens, great zoom, both themes, readers of screens: no view may leave anybody out. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { everyView, openBrowser, openDesk, openPage, serious, settled, visit } from "./desk.mjs";

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

/** A page of its own for each view would take longer, and show no more. */
async function through(t, options, check) {
  const { page, close } = await openPage(browser, desk, options);
  for (const [name, path] of Object.entries(views)) {
    await t.test(name, async () => {
      await visit(page, path);
      await check(page, name);
    });
  }
  await close();
}

const overflow = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const { right, width: own } = element.getBoundingClientRect();
      return own > 0 && right > width + 1 && !element.closest(".rows-box, .sr, [class*=scroll]");
    });
    return { by: document.documentElement.scrollWidth - width, names: wide.slice(0, 3).map((element) => `${element.tagName}.${element.className}`) };
  });

test("no view scrolls sideways at 420 pixels", (t) =>
  through(t, { viewport: { width: 420, height: 900 }, hasTouch: true }, async (page) => {
    const { by, names } = await overflow(page);
    assert.ok(by <= 0, `${by} pixels too wide: ${names.join(", ")}`);
  }));

test("no view scrolls sideways at twice the size of letters", (t) =>
  through(t, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, async (page) => {
    const { by, names } = await overflow(page);
    assert.ok(by <= 0, `${by} pixels too wide: ${names.join(", ")}`);
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious in the ${colorScheme} theme`, (t) =>
    through(t, { colorScheme, bypassCSP: true }, async (page) => {
      assert.deepEqual(await serious(page), []);
    }));
}

test("the theme follows the system, can be chosen, and is kept", async () => {
  const { page, close } = await openPage(browser, desk, { colorScheme: "dark" });
  await visit(page, "/events");
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const brightness = async () => {
    const [red, green, blue] = (await paper()).match(/\d+/g).map(Number);
    return (red + green + blue) / 3;
  };
  assert.ok((await brightness()) < 60, "dark where the system is");
  await page.getByRole("button", { name: /Colours/ }).click();
  assert.ok((await brightness()) > 200, "light where a person says so");
  await page.reload();
  await settled(page);
  assert.ok((await brightness()) > 200, "and after a reload");
  await close();
});

test("what can be pressed is 24 pixels wide and high, or has room around it", (t) =>
  through(t, { viewport: { width: 420, height: 900 }, hasTouch: true }, async (page) => {
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, select, summary, input:not([type=file], [type=hidden])")]
        .filter((element) => element.checkVisibility?.({ visibilityProperty: true }) && !element.closest(".sr") && !element.matches(".sr"))
        .filter((element) => {
          // A label around a box is pressed as well as the box.
          const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
          return width > 0 && (width < 23.5 || height < 23.5);
        })
        .map((element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 30)}`),
    );
    assert.deepEqual(small.slice(0, 5), []);
  }));
