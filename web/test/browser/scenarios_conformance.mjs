// Conformance: every kind of number opens its journeys, deviations are accepted and counted again.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

async function opens(page, link, what) {
  const said = numberIn(await link.innerText());
  await link.click();
  assert.equal(await panelCount(page), said, what);
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
}

const card = (page, name) => page.getByRole("region", { name, exact: true });

async function numbersOpen(page) {
  await open(page, "/explore/conformance?lang=en&limit=8");
  const answer = await ask(page, "conformance", { limit: 8 });

  const fits = card(page, "Fit the design");
  const share = fits.locator("a.large");
  await share.click();
  const over = answer.base.fitting - answer.base.running_fitting;
  assert.equal(await panelCount(page), over, "the share that fits opens those that are over");
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
  for (const text of ["running journeys fit", "leave it somewhere", "more than one way"])
    await opens(page, fits.locator("a", { hasText: text }), text);

  const bars = card(page, "How far they are off").locator("svg a");
  assert.equal(await bars.count(), answer.costs.length);
  for (const at of [0, 1]) {
    await bars.nth(at).click();
    assert.equal(
      await panelCount(page),
      answer.costs[at].journeys,
      `cost ${answer.costs[at].cost}`,
    );
    await page.keyboard.press("Escape");
    await page.locator("aside.panel").waitFor({ state: "detached" });
  }

  const stages = card(page, "Stage by stage").locator("tbody tr");
  assert.equal(await stages.count(), answer.stages.length);
  const order = answer.stages.findIndex((stage) => stage.id === "order");
  const links = stages.nth(order).locator("a");
  assert.equal(await links.count(), 6, "fitness, concerned, four ways");
  await links.first().click();
  assert.equal(await panelCount(page), answer.stages[order].fitting);
  await page.keyboard.press("Escape");
  for (const at of [1, 2, 3, 4, 5]) await opens(page, links.nth(at), `stage, number ${at}`);

  const deviations = card(page, "Deviations").locator("tbody tr");
  assert.equal(await deviations.count(), answer.deviations.length + 1);
  for (const at of [0, 1, 8])
    await opens(page, deviations.nth(at).locator("a").first(), `row ${at}`);
  await opens(page, deviations.nth(1).locator("a").nth(1), "who leaves there first");
  await page.getByLabel("Ranked by").selectOption("departures");
  const most = Math.max(...answer.deviations.map((one) => one.departures));
  assert.equal(numberIn(await deviations.first().locator("a").nth(1).innerText()), most);

  const used = card(page, "Channel planned, channel used").locator("tbody a");
  assert.equal(await used.count(), answer.channels.length);
  await opens(page, used.first(), "a planned channel");
  await opens(page, page.locator("a.astray").first(), "a channel that is not planned");
}

async function accepting(page) {
  await open(page, "/explore/conformance?lang=en");
  const before = await ask(page, "conformance", {});
  const row = page.locator("tr", { hasText: "Renew missed" });
  await row.getByRole("button", { name: "Count as no deviation: Renew missed" }).click();
  await page.waitForURL(/accepted=/);
  await settled(page);
  const accepted = [{ deviation: "missed", stage: "renew" }];
  const after = await ask(page, "conformance", { accepted });
  assert.ok(after.base.fitting > before.base.fitting, "more journeys fit");
  const leave = card(page, "Fit the design").locator("a", { hasText: "leave it" });
  await leave.getByText(after.base.deviating.toLocaleString("en")).waitFor();
  await opens(page, leave, "under what is accepted");
  await page.locator("tr", { hasText: "Renew missed" }).getByText("accepted").waitFor();
  await page.getByRole("button", { name: "Count again: Renew missed" }).click();
  await leave.getByText(before.base.deviating.toLocaleString("en")).waitFor();

  // What a deviation costs is chosen by keyboard, and stands in the address.
  await page.locator("summary", { hasText: "What a deviation costs" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("spinbutton", { name: "Another channel" }).fill("0");
  await page.keyboard.press("Tab");
  await page.waitForURL(/substituted=0/);
  await settled(page);
  const free = await ask(page, "conformance", { substituted: 0 });
  await leave.getByText(free.base.deviating.toLocaleString("en")).waitFor();
}

async function onTheCanvas(page) {
  await open(page, "/canvas?lang=en");
  const answer = await ask(page, "conformance", { limit: 1000 });
  const order = answer.stages.find((stage) => stage.id === "order");
  const fits = page.getByRole("link", { name: /^Order: .* fit,/ });
  await fits.click();
  assert.equal(await panelCount(page), order.fitting, "who keeps to the stage");
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
  // The same number opens the same journeys on both screens.
  const missed = answer.deviations.find(
    (one) => one.stage === "order" && one.deviation === "missed",
  );
  await page.getByRole("link", { name: /^Order missed: / }).click();
  assert.equal(await panelCount(page), missed.journeys);
  const set = new URL(page.url()).searchParams.get("set");
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Order: all deviations" }).click();
  await page.waitForURL(/explore\/conformance/);
  await settled(page);
  await page.locator("tr", { hasText: "Order missed" }).locator("a").first().click();
  assert.equal(await panelCount(page), missed.journeys);
  assert.equal(new URL(page.url()).searchParams.get("set"), set, "the same set");
}

/** From a deviation to the people, to one of them beside the design, and to who else did so. */
async function fromADeviationToAPerson(page) {
  await open(page, "/explore/conformance?lang=en&substituted=4");
  await page.locator("tr", { hasText: "Order missed" }).locator("a").first().click();
  await panelCount(page);
  await page.locator("aside.panel li a").first().click();
  await page.waitForURL(/\/customers\/.*beside=1/);
  await settled(page);
  const address = new URL(page.url());
  const customer = decodeURIComponent(address.pathname.split("/").at(-1));
  assert.equal(address.searchParams.get("substituted"), "4", "the costs go along");
  const answer = await ask(page, "alignment", { customer, substituted: 4 });
  const at = answer.journeys.findIndex((one) => one.label === address.searchParams.get("journey"));
  const { steps } = answer.journeys[at];
  const journey = page.locator("section.journey").nth(at);
  const rows = journey.locator("tbody tr");
  assert.equal(await rows.count(), steps.length, "every event, and what was missed");
  for (const [n, { standing }] of steps.entries())
    assert.ok((await rows.nth(n).getAttribute("class")).includes(standing), `step ${n}`);
  const missed = rows.locator(":scope.missed", { hasText: "Order" });
  assert.equal(await missed.count(), 1);

  const who = missed.getByRole("link", { name: "Who else: Journeys that missed Order" });
  await who.click();
  const stages = (await ask(page, "conformance", { substituted: 4 })).stages;
  assert.equal(await panelCount(page), stages.find((stage) => stage.id === "order").missed);

  // The switch goes by keyboard, and back to the plain timeline.
  await page.goBack();
  await settled(page);
  const toggle = page.getByRole("button", { name: "Beside the design" });
  assert.equal(await toggle.getAttribute("aria-pressed"), "true");
  await toggle.focus();
  await page.keyboard.press("Space");
  await page.locator("section.journey li.event").first().waitFor();
  assert.doesNotMatch(page.url(), /beside/);
}

async function onPhone(page) {
  await open(page, "/explore/conformance?lang=fr&design=maison-lumen");
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
  const tab = await page.locator(".tabs a[aria-current]").boundingBox();
  assert.ok(tab.x >= 0 && tab.x + tab.width <= 390, "the tab that is lit is whole");
  await opens(
    page,
    page.locator("a", { hasText: "s’en écartent quelque part" }),
    "those who leave",
  );
  await page.goto("/explore/conformance?lang=fr&accepted=oui");
  await page.getByText("n’est pas compris").waitFor();
}

async function routesOpen(page) {
  await open(page, "/canvas?lang=en");
  const answer = await ask(page, "routes", {});
  const named = (id) => answer.stages.find((stage) => stage.id === id).title.en;
  const off = answer.routes
    .filter((one) => one.from && one.to && one.designed === false)
    .sort((a, b) => b.journeys - a.journeys)[0];
  const arc = page.getByRole("link", { name: `${named(off.from)} → ${named(off.to)}:` });
  await arc.focus();
  await page.keyboard.press("Enter");
  assert.equal(await panelCount(page), off.journeys, "an arc opens who took it");
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
  await page.getByText(`Routes between the stages: all ${answer.routes.length}`).click();
  const rows = page.locator("details[open] tbody tr");
  assert.equal(await rows.count(), answer.routes.length);
  await opens(page, rows.first().locator("a"), "a row of the table");
}

export const conformanceScenarios = [
  { name: "conformance, its numbers open", work: numbersOpen },
  { name: "deviations are accepted and counted again", work: accepting },
  { name: "from a deviation to a person beside the design", work: fromADeviationToAPerson },
  { name: "conformance on the canvas", work: onTheCanvas },
  { name: "routes on the canvas open who took them", work: routesOpen },
  {
    name: "conformance on a phone",
    work: onPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
