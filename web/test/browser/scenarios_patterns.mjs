// Patterns: from the empty screen to an answer whose numbers open; a mistake is shown at its place.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

const kPattern = "order.placed -> !phone.call -> within 2d delivery.completed within 30d";

async function patterns(page) {
  await open(page, "/explore/patterns?lang=en");
  await page.getByRole("button", { name: /^Try / }).click();
  await page.waitForURL(/pattern=/);
  await settled(page);
  await page.getByLabel("Pattern", { exact: true }).fill(kPattern);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.waitForURL(/within(\+|%20)2d/);
  await settled(page);

  const answer = await ask(page, "pattern", { pattern: kPattern });
  const { matching, in_progress, without } = answer;
  assert.ok(matching > 0 && without > 0, "the demonstration company has both");
  assert.equal(matching + in_progress + without, answer.base.journeys);
  const rows = page.locator("main tbody").first().locator("tr");
  for (const [n, count] of [matching, in_progress, without].entries()) {
    const link = rows.nth(n).locator("a");
    assert.equal(numberIn(await link.textContent()), count);
    await link.click();
    assert.equal(await panelCount(page), count, `row ${n}`);
    await page.keyboard.press("Escape");
    await page.locator("aside.panel").waitFor({ state: "detached" });
  }
  assert.equal(
    numberIn(await page.locator("p", { hasText: "without overlap" }).textContent()),
    answer.occurrences,
  );
}

async function mistakes(page) {
  await open(page, "/explore/patterns?lang=en");
  const field = page.getByLabel("Pattern", { exact: true });
  await field.fill("order.placed -> delivery.complted");
  await field.press("Enter");
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.equal(await alert.locator("mark").textContent(), "delivery.complted");
  assert.match(await alert.innerText(), /did you mean 'delivery\.completed'/);
  assert.equal(await field.inputValue(), "order.placed -> delivery.complted");

  await field.fill("order.placed -> (a | b");
  await field.press("Enter");
  await page.locator("mark", { hasText: /^\($/ }).waitFor();
  assert.match(await alert.innerText(), /not closed/);
}

async function onPhone(page) {
  const pattern = encodeURIComponent(kPattern);
  await open(page, `/explore/patterns?lang=fr&pattern=${pattern}`);
  assert.equal(await page.locator("main tbody").first().locator("a").count(), 3);
  await page.locator("details summary", { hasText: "Comment écrire un motif" }).click();
  await page.getByText("b est l’événement qui suit immédiatement").waitFor();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
  const tab = await page.locator(".tabs a[aria-current]").boundingBox();
  assert.ok(tab.x >= 0 && tab.x + tab.width <= 390, "the tab that is lit is whole");
}

export const patternScenarios = [
  { name: "a pattern, its numbers open", work: patterns },
  { name: "a mistake in a pattern stands where it is", work: mistakes },
  {
    name: "a pattern on a phone",
    work: onPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
