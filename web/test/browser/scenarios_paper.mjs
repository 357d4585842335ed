// On paper: one page a canvas, nothing cut, and what is printed says what it is.
import { assert, open } from "./steps.mjs";

/** Pages of a PDF as Chromium writes it. */
const pagesOf = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;

export async function canvasOnPaper(page) {
  for (const address of [
    "/canvas?lang=fr",
    "/canvas?lang=en&from=2025-04-01&to=2025-10-01&compare=all",
  ]) {
    await open(page, address);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    assert.equal(pagesOf(pdf), 1, `${address} is one page`);
    assert.match(pdf.toString("latin1"), /\/MediaBox\s*\[\s*0 0 84\d(\.\d+)? 59\d/, "A4 across");
  }
  // What the page holds while it is printed.
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 1047, height: 718 });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const fits = await page.evaluate(() => {
    const right = (selector) => document.querySelector(selector).getBoundingClientRect().right;
    return [right('[data-export="body"]'), innerWidth];
  });
  assert.ok(fits[0] <= fits[1], `the last lane ends at ${fits[0]} of ${fits[1]}`);
  for (const hidden of [".bar", ".toolbar", ".zone"])
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
  assert.ok(await page.locator(".legend").isVisible());
  assert.match(
    await page.locator(".print-note").innerText(),
    /1 Apr 2025 – 30 Sept? 2025.*Times in UTC/,
  );
}

export async function exploreOnPaper(page) {
  await page.emulateMedia({ media: "print" });
  for (const screen of ["graph", "paths", "variants", "funnel?steps=site.visit>order.placed&"]) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await open(page, `/explore/${screen}${screen.includes("?") ? "" : "?"}lang=en`);
    await page.setViewportSize({ width: 1047, height: 718 });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
    assert.equal(await page.locator(".tabs").isVisible(), false);
    assert.match(await page.locator(".print-note").innerText(), /Whole period.*Times in UTC/);
  }
}
