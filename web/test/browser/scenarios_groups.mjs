// A funnel group by group: chosen, its numbers opened, its sums those of the whole.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

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

/** Two values of one property, then another property: one selection, part by part. */
async function severalProperties(page) {
  await open(page, "/explore/variants?lang=en");
  const { properties } = await ask(page, "summary", {});
  assert.ok(properties.includes("region"));
  const menu = page.locator("details", { hasText: "With property" });
  await menu.locator("summary").click();
  await menu.locator("select").selectOption("property:region");
  const boxes = menu.getByRole("checkbox");
  await boxes.first().waitFor();
  const values = [await boxes.nth(0).inputValue(), await boxes.nth(1).inputValue()];
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await menu.getByRole("button", { name: "Only these" }).click();
  await page.waitForURL(/only=/);
  await settled(page);
  await page.getByText(`region: ${values[0]} or ${values[1]}`).waitFor();
  const of = async (set) => (await ask(page, "journeys", { set, limit: 1 })).count;
  const by = { property: "region" };
  const one = await of({ of: "group", by, value: values[0] });
  const other = await of({ of: "group", by, value: values[1] });
  const only = () => JSON.parse(new URL(page.url()).searchParams.get("only"));
  assert.equal(await of(only()), one + other, "as many as have the one or the other");

  await menu.locator("summary").click();
  await menu.locator("select").selectOption("start:channel");
  await boxes.first().waitFor();
  const channel = await boxes.nth(0).inputValue();
  await boxes.nth(0).check();
  await menu.getByRole("button", { name: "Only these" }).click();
  await page.waitForURL(/start/);
  await settled(page);
  const both = await of(only());
  assert.ok(both > 0 && both < one + other);
  assert.equal(await page.locator(".tag.only").count(), 2);
  const variants = await ask(page, "variants", { select: { set: only() } });
  assert.equal(variants.base.journeys, both);
  await page.getByRole("button", { name: /No longer: region/ }).click();
  await settled(page);
  assert.equal(
    await of(only()),
    await of({ of: "group", by: { start: "channel" }, value: channel }),
  );
}

export const groupScenarios = [
  { name: "selected by several properties", work: severalProperties },
  { name: "groups of a funnel, their numbers open and sum", work: byProperty },
  {
    name: "groups of a funnel on a phone",
    work: byChannelOnPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
  { name: "groups by what no event carries are refused", work: unknownProperty },
];
