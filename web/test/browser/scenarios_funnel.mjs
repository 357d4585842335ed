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

async function modes(page) {
  await open(page, `/explore/funnel?lang=en&${kSteps}`);
  await page.getByRole("button", { name: "basket.add may be left out" }).click();
  await page.waitForURL(/marks=/);
  await settled(page);
  assert.match(await page.locator("tbody tr").nth(1).innerText(), /may be left out/);
  const taken = await opens(page, 1, 0, "those who took the step that may be left out");
  assert.ok(taken > 0, "some take it");
  // Two that exclude each other are refused with what to do.
  await page.getByLabel("Count").selectOption("attempts");
  await page.getByText("leave out one of them").waitFor();
  await page.getByRole("button", { name: "basket.add may be left out" }).click();
  await settled(page);
  const { steps } = await ask(page, "funnel", {
    steps: ["site.visit", "basket.add", "order.placed"],
    count: "attempts",
  });
  assert.ok(steps[0].reached > steps[0].journeys, "journeys try more than once");
  assert.equal(await opens(page, 0, 0, "the journeys of the attempts"), steps[0].journeys);
  await page.getByLabel("Count").selectOption("anywhere");
  await page.waitForURL(/counted=anywhere/);
  await settled(page);
  await page.getByRole("columnheader", { name: "Began here" }).waitFor();
}

async function patternStep(page) {
  await open(page, "/explore/funnel?lang=fr&steps=site.visit");
  await page.getByLabel("motif").check();
  await page.getByLabel("par exemple search").fill("basket.add -> !order.placed -> phone.call");
  await page.keyboard.press("Enter");
  await page.waitForURL(/marks=/);
  await settled(page);
  await opens(page, 1, 0, "those whose pattern is filled");
  await page.getByLabel("motif").check();
  await page.getByLabel("par exemple search").fill("basket.ad");
  await page.keyboard.press("Enter");
  await page.getByText("basket.add").last().waitFor();
}

export const funnelScenarios = [
  { name: "a funnel whose steps may be left out, whose attempts are counted", work: modes },
  { name: "a funnel with a pattern as a step", work: patternStep },
  { name: "what is excluded ends attempts of a funnel", work: excluding },
  { name: "a funnel strict and in any order", work: orders },
  {
    name: "a funnel on a phone limits a step",
    work: waits,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
