// Control charts: the line on the Journeys screen, and the week that it leads to.
import { ask, assert, open, panelCount, settled } from "./steps.mjs";

/** The last week that was judged stands as outside; what it leads to has its numbers. */
async function leadsToTheDeviations(page) {
  await open(page, "/?lang=en");
  const charts = await ask(page, "control", { design: "maison-lumen" });
  const stage = charts.stages.find(({ id }) => id === "order");
  const period = stage.periods.findLast(({ low }) => low !== null);
  assert.ok(period, "the demonstration has enough weeks");
  const alert = { side: "below", since: period.from, until: period.to, periods: 1 };
  await page.route("**/api/control", (route) =>
    route.fulfill({ json: { ...charts, stages: [{ ...stage, alert }] } }),
  );
  await open(page, "/?lang=en");
  const line = page.getByRole("region", { name: "As it used to be?" });
  await line.getByRole("link", { name: /^Order: only \d+% fit in the week of/ }).click();
  await page.waitForURL(/explore\/conformance/);
  await settled(page);
  const row = page.locator("tr", { hasText: "Order" }).first();
  await row.locator("a").first().click();
  assert.equal(await panelCount(page), period.fitting, "those who kept to it in that week");
  await page.keyboard.press("Escape");
  await row.locator("a").nth(1).click();
  assert.equal(await panelCount(page), period.concerned);
}

async function otherStates(page) {
  await open(page, "/?lang=fr");
  const line = page.getByRole("region", { name: "Comme d’habitude ?" });
  const charts = await ask(page, "control", { design: "maison-lumen" });
  const outside = charts.stages.filter(({ alert }) => alert !== null);
  assert.equal(await line.locator("a").count(), outside.length);
  await page.route("**/api/control", (route) => route.fulfill({ status: 413, body: "no" }));
  await open(page, "/?lang=fr");
  await line.getByText("n’ont pas pu être comparées").waitFor();
  const stages = charts.stages.map((stage) => ({ ...stage, alert: null, periods: [] }));
  await page.unroute("**/api/control");
  await page.route("**/api/control", (route) => route.fulfill({ json: { ...charts, stages } }));
  await open(page, "/?lang=fr");
  await line.getByText("Pas encore assez de données").waitFor();
}

export const controlScenarios = [
  { name: "a stage outside its limits leads to its deviations", work: leadsToTheDeviations },
  { name: "stages are not judged, or could not be", work: otherStates },
];
