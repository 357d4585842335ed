// Personas: their numbers are the answer's, and open the journeys behind them.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

async function personas(page) {
  await open(page, "/personas?lang=en");
  const { list } = await ask(page, "personas", { period: "month", zone: "UTC" });
  const cards = page.locator("article.card");
  assert.equal(await cards.count(), list.length);
  for (const [at, persona] of list.entries()) {
    const card = cards.nth(at);
    const link = card.locator("a.button", { has: page.locator("[data-count]") });
    assert.equal(numberIn(await link.innerText()), persona.size.journeys);
    assert.equal(await card.locator("li .tag.observed").count(), 1, persona.id);
    assert.equal(await card.locator("svg circle").count(), persona.size.periods.length);
  }
  const first = cards.first().locator("[data-count]");
  await first.click();
  assert.equal(await panelCount(page), list[0].size.journeys);
  await page.keyboard.press("Escape");
  await cards.first().getByRole("link", { name: "Their canvas" }).click();
  await page.waitForURL(/canvas/);
  await settled(page);
  await page.getByText("Journeys of the persona planner").first().waitFor();
}

export const personaScenarios = [
  { name: "personas, their numbers open, their canvas", work: personas },
];
