// Retention: cells, cohorts and re-entry open their lists, and what is not known yet is said.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

async function opens(page, link, said, what) {
  await link.click();
  assert.equal(await panelCount(page), said, what);
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
}

async function retention(page) {
  await open(page, "/explore/retention?lang=en&zone=Europe/Paris");
  const selects = page.locator(".builder select");
  await selects.nth(0).selectOption("order.placed");
  await page.waitForURL(/start=order\.placed/);
  await settled(page);
  await selects.nth(1).selectOption("order.placed");
  await page.waitForURL(/return=order\.placed/);
  await settled(page);
  const asked = { start: "order.placed", return: "order.placed", zone: "Europe/Paris" };
  const answer = await ask(page, "retention", { ...asked, period: "month", periods: 12 });
  const rows = page.getByRole("region", { name: /Cohorts/ }).locator("tbody tr");
  // The answer to both choices stands there once its counts do.
  const all = answer.ages[3];
  await rows.first().locator(`td.cell a[data-count="${all.returned}"]`).first().waitFor();
  assert.equal(await rows.count(), answer.cohorts.length + 1);
  // The first row is all cohorts; the last cohort has nothing that is known.
  for (const [row, cell] of [
    [0, 3],
    [1, 2],
    [3, 4],
  ]) {
    const link = rows.nth(row).locator("td.cell a").nth(cell);
    const said = Number(await link.getAttribute("data-count"));
    const known = row === 0 ? answer.ages[cell] : answer.cohorts[row - 1].cells[cell];
    assert.equal(said, known.returned);
    await opens(page, link, said, `row ${row}, age ${cell}`);
  }
  const size = rows.nth(2).locator("td a").first();
  await opens(page, size, numberIn(await size.innerText()), "a cohort");
  const unknown = answer.cohorts.flatMap((one) => one.cells).filter((c) => c.returned === null);
  assert.equal(
    await rows.locator('td[aria-label="not known yet"]').count(),
    unknown.length + answer.ages.filter((one) => one.customers === 0).length,
  );

  await page.locator("section.again select").selectOption("90d");
  await page.waitForURL(/within=90d/);
  await settled(page);
  const again = await ask(page, "reentry", { within: "90d" });
  const away = page.locator("section.again li", { hasText: "did not in that time" });
  await away.getByText(again.first.away.toLocaleString("en"), { exact: true }).waitFor();
  const links = page.locator("section.again a:not(.term)");
  assert.ok((await links.count()) >= 4);
  for (let at = 0; at < (await links.count()); at++) {
    const said = numberIn(await links.nth(at).innerText());
    await opens(page, links.nth(at), said, `coming again, link ${at}`);
  }
}

async function onPhone(page) {
  await open(page, "/explore/retention?lang=fr&start=order.placed&kind=or_later&period=week");
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
  const tab = await page.locator(".tabs a[aria-current]").boundingBox();
  assert.ok(tab.x >= 0 && tab.x + tab.width <= 390, "the tab that is lit is whole");
  assert.match(await page.locator("main").innerText(), /pas encore connu/);
}

export const retentionScenarios = [
  { name: "retention, its cells open", work: retention },
  {
    name: "retention on a phone",
    work: onPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
