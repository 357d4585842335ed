// A funnel that says what ends an attempt, what may lie between, and how long a step may take.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

const kSteps = "steps=site.visit>basket.add>order.placed";

async function opens(page, row, at, what) {
  const link = page.locator("tbody tr").nth(row).locator("a").nth(at);
  const said = numberIn(await link.innerText());
  await link.click();
  assert.equal(await panelCount(page), said, what);
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
  return said;
}

async function excluding(page) {
  await open(page, `/explore/funnel?lang=en&${kSteps}&within=30d`);
  await page.getByLabel("A touchpoint that ends an attempt").fill("phone.call");
  await page.getByRole("form", { name: "Ended by" }).getByRole("button", { name: "Add" }).click();
  await page.waitForURL(/excluding=phone.call/);
  await settled(page);
  const { steps } = await ask(page, "funnel", {
    steps: ["site.visit", "basket.add", "order.placed"],
    within: "30d",
    excluding: ["phone.call"],
  });
  assert.ok(steps[0].excluded > 0, "some are excluded");
  assert.equal(
    steps[0].reached,
    steps[1].reached + steps[0].in_progress + steps[0].dropped + steps[0].excluded,
  );
  assert.equal(await opens(page, 0, 3, "the excluded"), steps[0].excluded);
  await page.getByRole("button", { name: "Remove phone.call" }).click();
  await page.waitForURL((url) => !url.search.includes("excluding"));
}

async function orders(page) {
  await open(page, `/explore/funnel?lang=fr&${kSteps}`);
  await page.getByLabel("Ordre").selectOption("strict");
  await page.waitForURL(/sequence=strict/);
  await settled(page);
  const reached = async () =>
    numberIn(await page.locator("tbody tr").nth(1).locator("a").first().innerText());
  const strict = await reached();
  await page.getByLabel("Un point de contact qui peut se trouver entre").fill("product.view");
  await page.keyboard.press("Enter");
  await page.waitForURL(/ignoring=product.view/);
  await settled(page);
  assert.ok((await reached()) > strict, "more come on when views are ignored");
  await page.getByLabel("Ordre").selectOption("any");
  await page.waitForURL(/sequence=any/);
  await settled(page);
  await opens(page, 1, 0, "two of the steps, in any order");
  assert.match(await page.locator("tbody tr").first().innerText(), /1 au choix/);
}

async function waits(page) {
  await open(page, `/explore/funnel?lang=en&${kSteps}`);
  const reached = async () =>
    numberIn(await page.locator("tbody tr").nth(2).locator("a").first().innerText());
  const free = await reached();
  await page.getByLabel("Longest time before order.placed").fill("10m");
  await page.keyboard.press("Enter");
  await page.waitForURL(/waits=/);
  await settled(page);
  const limited = await opens(page, 2, 0, "in time");
  assert.ok(limited < free, "fewer in ten minutes");
}

export const funnelScenarios = [
  { name: "what is excluded ends attempts of a funnel", work: excluding },
  { name: "a funnel strict and in any order", work: orders },
  {
    name: "a funnel on a phone limits a step",
    work: waits,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
