// Paths as a flow, and gaps in opening hours.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

async function flow(page) {
  await open(page, "/explore/paths?lang=en&steps=3&top=2");
  await page.getByRole("button", { name: "Flow" }).click();
  await page.waitForURL(/shape=flow/);
  await settled(page);
  const { flow: answer } = await ask(page, "paths", { steps: 3, top: 2, shape: "flow" });
  const link = answer.links.find(
    ({ step, from, to }) =>
      step === 1 && answer.columns[1][from].touchpoint && answer.columns[2][to].touchpoint,
  );
  const first = answer.columns[1][link.from];
  const next = answer.columns[2][link.to].touchpoint;
  const ribbon = page.getByRole("link", { name: `${first.touchpoint} → ${next}:` }).first();
  assert.equal(numberIn((await ribbon.getAttribute("aria-label")).split(": ")[1]), link.journeys);
  await ribbon.focus();
  await page.keyboard.press("Enter");
  assert.equal(await panelCount(page), link.journeys, "the journeys of a ribbon");
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
  const other = answer.columns
    .slice(1)
    .map((column) => column.at(-1))
    .find((node) => node.touchpoint === null);
  await page
    .getByRole("link", { name: /^Other: / })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  assert.equal(await panelCount(page), other.journeys, "the journeys of what is not shown");
}

async function backwardOnAPhone(page) {
  await open(page, "/explore/paths?lang=fr&at=end&shape=flow&steps=3");
  await page.getByText("Pour les parcours d’un chemin").waitFor();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
}

async function hours(page) {
  await open(page, "/explore?lang=fr&label=median");
  const calendar = await page.locator("tbody tr").first().innerText();
  await page.getByLabel("Heures d’ouverture").fill("lun-ven 09:00-18:00");
  await page.keyboard.press("Enter");
  await page.waitForURL(/hours=/);
  await settled(page);
  await page.getByText("Les temps sont en heures d’ouverture").waitFor();
  assert.notEqual(await page.locator("tbody tr").first().innerText(), calendar);
  await page.getByLabel("Heures d’ouverture").fill("lun-ven 9-18");
  await page.keyboard.press("Enter");
  await page.getByText("n’est pas une heure de début et de fin").waitFor();
}

export const pathScenarios = [
  { name: "paths as a flow, its ribbons open", work: flow },
  { name: "gaps in opening hours", work: hours },
  {
    name: "a flow on a phone, from the end",
    work: backwardOnAPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
