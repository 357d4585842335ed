// On paper: one page a canvas, as many as keep it readable a comparison, nothing cut, and what is printed says what it is.
import { assert, open } from "./steps.mjs";

/** Pages of a PDF as Chromium writes it. */
const pagesOf = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;

export async function canvasOnPaper(page) {
  for (const [address, pages] of [
    ["/canvas?lang=fr", 1],
    ["/canvas?lang=en&from=2025-04-01&to=2025-10-01&compare=2025-01-01..2025-04-01", 2],
  ]) {
    await open(page, address);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    assert.equal(pagesOf(pdf), pages, `pages of ${address}`);
    assert.match(pdf.toString("latin1"), /\/MediaBox\s*\[\s*0 0 84\d(\.\d+)? 59\d/, "A4 across");
  }
  // What the page holds while it is printed.
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 1047, height: 718 });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const bands = await page.evaluate(() =>
    [...document.querySelectorAll("div.band")].map((band) => ({
      right: band.querySelector('[data-export="body"]').getBoundingClientRect().right,
      points: 12 * 0.75 * Number(getComputedStyle(band).getPropertyValue("--on-page")),
    })),
  );
  assert.equal(bands.length, 2);
  for (const { right, points } of bands) {
    assert.ok(right <= 1047, `the last lane ends at ${right} of 1047`);
    assert.ok(points >= 7, `text of ${points} points`);
  }
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
  for (const screen of [
    "graph",
    "paths",
    "variants",
    "funnel?steps=site.visit>order.placed&",
    "time?outcomes=order.placed&",
  ]) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await open(page, `/explore/${screen}${screen.includes("?") ? "" : "?"}lang=en`);
    await page.setViewportSize({ width: 1047, height: 718 });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.waitForFunction(() => document.documentElement.scrollWidth <= innerWidth);
    assert.equal(await page.locator(".tabs").isVisible(), false);
    assert.match(await page.locator(".print-note").innerText(), /Whole period.*Times in UTC/);
  }
}
