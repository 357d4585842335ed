// Time to event: built from the empty screen, read, and every kind of number opened.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

async function opens(page, link, what) {
  const said = numberIn(await link.textContent());
  await link.click();
  assert.equal(await panelCount(page), said, what);
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
}

async function waits(page) {
  await open(page, "/explore/time?lang=en");
  await page.getByRole("heading", { name: "Choose at least one outcome" }).waitFor();
  await page.locator(".builder select").first().selectOption("installation.completed");
  await page.waitForURL(/origin=installation\.completed/);
  for (const name of ["contract.renewed", "contract.cancelled"]) {
    await page.getByLabel("Name of a touchpoint").fill(name);
    await page.getByRole("button", { name: "Add an outcome" }).click();
    await page.locator("li.outcome strong", { hasText: name }).waitFor();
  }
  await settled(page);

  for (const state of ["reach the start", "never do", "still running", "over without"])
    await opens(page, page.locator("a", { hasText: state }).first(), state);
  const curves = page.getByRole("group", { name: "Share of journeys over time" });
  assert.equal(await curves.locator("a").count(), 9, "who waits at nine times");
  for (const at of [0, 3, 8]) await opens(page, curves.locator("a").nth(at), `waiting, mark ${at}`);
  const rows = page.getByRole("region", { name: "By when" }).locator("tbody tr");
  assert.equal(await rows.count(), 3);
  for (const at of [0, 1, 2]) await opens(page, rows.nth(at).locator("a"), `outcome ${at}`);
  await opens(page, page.locator("a.stalled"), "stalled");
  await page.locator("details summary", { hasText: "All times" }).click();
  const step = page.getByRole("region", { name: "All times of the curves" }).locator("tbody tr");
  for (const at of [0, 1, 2, 3]) await opens(page, step.nth(5).locator("a").nth(at), `cell ${at}`);

  // Reading by keyboard and by pointer says the same as the answer.
  const slider = page.getByRole("slider", { name: /Read the curves at/ });
  await slider.focus();
  await page.keyboard.press("Home");
  const said = page.locator("ul.legend");
  assert.match(await said.innerText(), /still waiting 100\s?%/);
  const body = {
    origin: "installation.completed",
    outcomes: ["contract.renewed", "contract.cancelled"],
    marks: 8,
  };
  const answer = await ask(page, "time_to_event", body);
  const last = answer.steps.at(-1);
  const box = await curves.boundingBox();
  await page.mouse.move(box.x + box.width - 5, box.y + 60);
  await page
    .locator("ul.legend li", { hasText: percent(last.remaining) })
    .first()
    .waitFor();
  const sum = last.remaining + last.outcomes.reduce((all, one) => all + one.share, 0);
  assert.ok(Math.abs(sum - 1) < 1e-9, "the shares sum to one");
}

const percent = (share) => `${Math.round(share * 100)}%`;

async function waitsOnPhone(page) {
  await open(
    page,
    "/explore/time?lang=fr&origin=order.placed&outcomes=delivery.completed>phone.call&horizon=7d&ended=outcome",
  );
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
  const tab = await page.locator(".tabs a[aria-current]").boundingBox();
  assert.ok(tab.x >= 0 && tab.x + tab.width <= 390, "the tab that is lit is whole");
  assert.match(await page.locator("ul.legend").innerText(), /terminé sans issue/);
  await opens(page, page.locator("a", { hasText: "attendent plus longtemps" }), "beyond");
}

export const waitScenarios = [
  { name: "a time to event, its numbers open", work: waits },
  {
    name: "a time to event on a phone",
    work: waitsOnPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
