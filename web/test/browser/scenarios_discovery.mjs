// The process mined of journeys: drawn, every number opens, inside a stage, kept and held against.
import { ask, assert, open, panelCount } from "./steps.mjs";

async function numbersOpen(page) {
  await open(page, "/explore/discovery?lang=en&noise=0.2&stage=order");
  const answer = await ask(page, "discovery", { noise: 0.2, stage: "order" });
  await page.locator(".drawing svg .djs-element").first().waitFor();
  const card = page.getByRole("region", { name: "Process", exact: true });
  const counts = [answer.base.journeys, answer.base.fitting, answer.base.deviating].filter(Boolean);
  const links = card.locator("li a");
  assert.equal(await links.count(), counts.length);
  for (const [n, count] of counts.entries()) {
    await links.nth(n).click();
    assert.equal(await panelCount(page), count);
    await page.keyboard.press("Escape");
    await page.locator("aside.panel").waitFor({ state: "detached" });
  }
  await page.getByText("As text").click();
  const cell = page.locator("details td a").first();
  await cell.click();
  assert.equal(await panelCount(page), answer.activities[0].journeys);
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
}

async function keptAndHeldAgainst(page) {
  await open(page, "/explore/discovery?lang=en&stage=order");
  await page.getByRole("textbox", { name: "Name" }).fill("mined-order");
  await page.getByRole("button", { name: "Keep as a process" }).click();
  await page.getByRole("link", { name: "Hold journeys against it" }).click();
  await page.waitForURL(/explore\/conformance\?.*process=mined-order/);
  const held = await ask(page, "conformance", { process: "mined-order" });
  assert.equal(held.process.name, "mined-order");
}

export const discoveryScenarios = [
  { name: "discovery: drawn, and every number opens", work: numbersOpen },
  { name: "discovery: kept as a process and held against", work: keptAndHeldAgainst },
];
