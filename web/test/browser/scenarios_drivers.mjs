// Contact drivers: from the empty screen to patterns that open; mistakes, contacts that nobody has, a phone.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

const kAsked = { contacts: ["phone.call"], window: "7d", length: 2 };

async function opens(page, link, said, what) {
  await link.click();
  assert.equal(await panelCount(page), said, what);
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
}

async function drivers(page) {
  await open(page, "/explore/drivers?lang=en");
  await page.getByRole("button", { name: "Try phone.call" }).click();
  await page.waitForURL(/contacts=phone\.call/);
  await settled(page);
  await page.getByLabel("Look back").selectOption("7d");
  await page.waitForURL(/window=7d/);
  await settled(page);
  await page.getByLabel("Patterns of").selectOption("2");
  await page.waitForURL(/length=2/);
  await settled(page);

  const answer = await ask(page, "contact_drivers", { ...kAsked, limit: 50 });
  const { base } = answer;
  assert.ok(base.associated > 0, "the demonstration company has drivers of calls");
  assert.equal(base.customers, base.sets + base.unmatched);
  const found = page.locator("p.found");
  await found
    .getByText(`Compared: ${base.patterns} patterns, ${base.associated} of them`)
    .waitFor();

  const facts = page.locator(".facts-line a");
  const parts = [base.customers, base.sets, base.unmatched].filter((count) => count > 0);
  assert.equal(await facts.count(), parts.length);
  for (const [n, count] of parts.entries()) await opens(page, facts.nth(n), count, `fact ${n}`);

  const links = page.getByRole("region", { name: "Patterns before a contact" }).locator("td a");
  assert.equal(await links.count(), answer.drivers.length);
  const shown = [
    ...answer.drivers.filter((one) => one.associated),
    ...answer.drivers.filter((one) => !one.associated),
  ];
  for (const n of [0, 1, base.associated, shown.length - 1]) {
    assert.equal(numberIn(await links.nth(n).textContent()), shown[n].customers);
    await opens(page, links.nth(n), shown[n].customers, shown[n].touchpoints.join(" > "));
  }
  const text = await page.locator("main").innerText();
  assert.match(text, /Associated is not the cause/);
  assert.doesNotMatch(text, /\bcauses\b/i);

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV" }).click(),
  ]);
  const lines = await import("node:fs/promises").then(async (fs) =>
    (await fs.readFile(await file.path(), "utf8")).trim().split("\r\n"),
  );
  assert.equal(lines.length, 1 + base.patterns, "the file holds every pattern compared");

  // What comes before calls becomes a selection of its own.
  await links.first().click();
  await panelCount(page);
  await page.getByRole("link", { name: "Only these" }).click();
  await page.waitForURL(/only=/);
  await settled(page);
}

async function mistakes(page) {
  await open(page, "/explore/drivers?lang=en&contacts=phone.cal");
  const alert = page.getByRole("alert");
  assert.match(await alert.innerText(), /phone\.cal/);
  await alert.getByRole("button", { name: /phone\.call/ }).click();
  await page.waitForURL(/contacts=phone\.call/);
  await settled(page);
  await page.locator("p.found").waitFor();

  await page.getByLabel("Look back").selectOption("other");
  const field = page.getByLabel(/^Look back: /);
  await field.fill("soon");
  await field.press("Enter");
  await page.waitForURL(/window=soon/);
  await settled(page);
  assert.match(await page.getByRole("alert").innerText(), /must be a duration/);

  await open(page, "/explore/drivers?lang=en&contacts=phone.call&support=1000000");
  await page.getByRole("heading", { name: "Too few moments to compare" }).waitFor();
  await open(
    page,
    "/explore/drivers?lang=en&contacts=phone.call&only=" +
      encodeURIComponent(
        JSON.stringify({ of: "not", set: { of: "touchpoint", touchpoint: "phone.call" } }),
      ),
  );
  await page.getByRole("heading", { name: "Nobody in the selection has such a contact" }).waitFor();
}

async function onPhone(page) {
  await open(page, "/explore/drivers?lang=fr&contacts=phone.call>chat.session&window=7d&length=2");
  assert.ok((await page.locator("main td a").count()) > 3);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
  const tab = await page.locator(".tabs a[aria-current]").boundingBox();
  assert.ok(tab.x >= 0 && tab.x + tab.width <= 390, "the tab that is lit is whole");
  await page.locator("details summary", { hasText: "D’où viennent ces chiffres" }).click();
  await page.getByText("un sur vingt soit faux").waitFor();
}

export const driverScenarios = [
  { name: "contact drivers, their numbers open", work: drivers },
  { name: "contact drivers: mistakes, and nothing to compare", work: mistakes },
  {
    name: "contact drivers on a phone",
    work: onPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
