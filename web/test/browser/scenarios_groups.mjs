// A funnel group by group: chosen, its numbers opened, its sums those of the whole.
import { assert, numberIn, open, panelCount } from "./steps.mjs";

const kFunnel = "steps=site.visit>basket.add>order.placed&within=30d";

async function byProperty(page) {
  await open(page, `/explore/funnel?lang=en&${kFunnel}`);
  assert.equal(await page.locator("table.groups").count(), 0);
  await page.getByLabel("Group by group").selectOption("region");
  await page.waitForURL(/groups=property/);
  const rows = page.locator("table.groups tbody tr");
  await rows.first().waitFor();
  const whole = page.locator("table").first().locator("tbody tr");
  for (const step of [0, 1, 2]) {
    const cells = await rows.locator(`td:nth-of-type(${step + 3}) a`).allTextContents();
    const sum = cells.map(numberIn).reduce((all, one) => all + one, 0);
    const reached = numberIn(await whole.nth(step).locator("a").first().textContent());
    assert.equal(sum, reached, `groups of step ${step + 1} sum to the whole`);
  }
  const shown = await rows.count();
  for (const [row, cell] of [
    [0, 0],
    [0, 3],
    [shown - 1, 1],
  ]) {
    const link = rows.nth(row).locator("a").nth(cell);
    const said = numberIn(await link.textContent());
    await link.click();
    assert.equal(await panelCount(page), said, `group ${row}, number ${cell}`);
    await page.keyboard.press("Escape");
    await page.locator("aside.panel").waitFor({ state: "detached" });
  }
}

async function byChannelOnPhone(page) {
  await open(page, `/explore/funnel?lang=fr&groups=start:channel&${kFunnel}`);
  await page.locator("table.groups tbody tr").first().waitFor();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
  const link = page.locator("table.groups tbody tr").first().locator("a").nth(1);
  const said = numberIn(await link.textContent());
  await link.click();
  assert.equal(await panelCount(page), said);
  await page.locator("aside.panel", { hasText: /premier canal/ }).waitFor();
}

async function unknownProperty(page) {
  await open(page, `/explore/funnel?lang=fr&groups=property:regoin&${kFunnel}`);
  await page.getByText(/aucun événement ne porte de propriété/).waitFor();
}

export const groupScenarios = [
  { name: "groups of a funnel, their numbers open and sum", work: byProperty },
  {
    name: "groups of a funnel on a phone",
    work: byChannelOnPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
  { name: "groups by what no event carries are refused", work: unknownProperty },
];
