// Two selections over each other, and times in a zone of one's choice.
import { readFile } from "node:fs/promises";
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

const journeysOf = async (page) =>
  numberIn(await page.locator("#page-facts a").first().innerText());
const compared = (page) => page.locator(".compared");

export async function anyTwoPeriods(page) {
  await open(page, "/canvas?lang=en&from=2025-07-01&to=2025-10-01");
  await page.locator("details.compare summary").click();
  await page.getByRole("button", { name: "Q1 2025", exact: true }).click();
  await page.waitForURL(/compare=2025-01-01\.\.2025-04-01/);
  await compared(page).waitFor();
  const select = { from: "2025-01-01", to: "2025-04-01" };
  const other = await ask(page, "canvas", { select });
  const now = await ask(page, "canvas", { select: { from: "2025-07-01", to: "2025-10-01" } });
  assert.match(await compared(page).innerText(), /Q1 2025/);
  assert.equal(numberIn((await compared(page).innerText()).split("(")[1]), other.base.journeys);
  assert.doesNotMatch(await compared(page).innerText(), /both sides/);
  const points = 100 * (now.stages[2].lived.share - other.stages[2].lived.share);
  const said = `${points < 0 ? "\u2212" : "+"}${Math.abs(points).toFixed(1)} pt`;
  const text = await page.locator('[data-export="body"] text', { hasText: said }).count();
  assert.ok(text > 0, `the difference ${said} of the third stage is shown`);
  await page.reload();
  await settled(page);
  assert.match(await compared(page).innerText(), /Q1 2025/, "the address alone brings it back");
  await page.goto("/canvas?lang=en&from=2025-07-01&to=2025-10-01&compare=2025-09-01..2025-12-01");
  await settled(page);
  const both = { from: "2025-09-01", to: "2025-10-01" };
  const { base } = await ask(page, "canvas", { select: both });
  const shared = await compared(page).locator("p").nth(1).innerText();
  assert.match(shared, /both sides/);
  assert.equal(numberIn(shared), base.journeys, "journeys of both periods are counted and named");
}

/** The table and the CSV file of a comparison: both sides, the difference, its interval; one row a stage. */
export async function bothSidesInNumbers(page) {
  await open(page, "/canvas?lang=en&from=2025-07-01&to=2025-10-01&compare=2025-01-01..2025-04-01");
  const [now, then] = await Promise.all(
    [
      ["2025-07-01", "2025-10-01"],
      ["2025-01-01", "2025-04-01"],
    ].map(([from, to]) => ask(page, "canvas", { select: { from, to } })),
  );
  await page.getByText("All numbers as a table").click();
  const rows = page.locator("main details tbody tr");
  assert.equal(await rows.count(), now.stages.length);
  const cells = rows.nth(2).locator("td");
  assert.equal(numberIn(await cells.nth(0).innerText()), now.stages[2].lived.reached);
  assert.equal(numberIn(await cells.nth(1).innerText()), then.stages[2].lived.reached);
  assert.match(await cells.nth(4).innerText(), /^[+\u2212][\d.]+\spt \([+\u2212][\d.]+ to /);

  await page.locator("details.menu.right:not(.compare) summary").click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV", exact: true }).click(),
  ]);
  const [head, ...lines] = String(await readFile(await file.path()))
    .trim()
    .split("\r\n");
  assert.equal(lines.length, now.stages.length);
  for (const name of ["other_share", "share_difference_low", "compared_with"])
    assert.ok(head.split(",").includes(name), name);

  // A number of the other side opens its own journeys, with that side selected.
  await cells.nth(1).locator("a").click();
  assert.equal(await panelCount(page), then.stages[2].lived.reached);
  const { searchParams } = new URL(page.url());
  assert.equal(searchParams.get("from"), "2025-01-01");
  assert.equal(searchParams.get("compare"), "2025-07-01..2025-10-01");
}

/** What the address cannot be compared with is said, and the canvas stands alone. */
export async function notCompared(page) {
  const alert = page.locator('main [role="alert"]');
  const none = encodeURIComponent('{"of":"touchpoint","touchpoint":"order.plced"}');
  for (const [compare, said] of [
    ["nonsense", /« nonsense »/],
    ["before", /La période précédente demande une période/],
    ["rest", /Il n’y a pas d’autres parcours/],
    ["2025-04-01..2025-02-30", /2025-04-01\.\.2025-02-30.*n’est pas une période/],
    [none, /order\.plced/],
  ]) {
    await open(page, `/canvas?lang=fr&compare=${compare}`);
    const words = (await alert.innerText()).replace(/[\u00a0\u202f]/g, " ");
    assert.match(words, /Rien n’est comparé/);
    assert.match(words, said);
    assert.equal(await compared(page).count(), 0);
    assert.ok((await page.locator("svg a.number-link").count()) > 0, "the canvas is shown");
  }
  await page.getByRole("button", { name: "Continuer sans comparer" }).click();
  await alert.waitFor({ state: "detached" });
  assert.ok(!page.url().includes("compare="));
}

/** From a number to its journeys alone, laid over all the others. */
export async function segmentAgainstTheRest(page) {
  await open(page, "/canvas?lang=en");
  const all = await journeysOf(page);
  await page.locator("svg a.number-link", { hasText: /^late/ }).first().click();
  const late = await panelCount(page);
  await page.getByRole("link", { name: "Only these" }).click();
  await page.waitForURL(/only=/);
  await settled(page);
  await page.waitForFunction(
    (count) =>
      Number(document.querySelector("#page-facts a")?.textContent.replace(/\D/g, "")) === count,
    late,
  );
  await page.locator("details.compare summary").click();
  await page.getByRole("button", { name: "All other journeys" }).click();
  await compared(page).waitFor();
  const rest = numberIn((await compared(page).innerText()).split("(")[1]);
  assert.equal(late + rest, all, "the segment and the others are all journeys");
  assert.doesNotMatch(await compared(page).innerText(), /both sides/);
  await page.getByRole("link", { name: "Explore" }).click();
  await page.getByText("Only:").waitFor();
  await page.getByRole("button", { name: "All journeys again" }).click();
  await page.waitForURL((url) => !url.search.includes("only="));
}

export async function zoneOfChoice(page) {
  await open(page, "/customers?lang=en");
  const choice = page.getByLabel("Times in");
  assert.equal(await choice.inputValue(), "America/New_York", "the browser's zone at first");
  const cell = page.locator("tbody tr").first();
  const here = await cell.innerText();
  await choice.selectOption("Asia/Tokyo");
  await page.waitForURL(/zone=Asia/);
  const there = await cell.innerText();
  assert.notEqual(there, here);
  // Days of a period begin at the zone's midnight, for the count as for the words.
  await page.goto("/canvas?lang=en&zone=Asia/Tokyo&from=2025-04-01&to=2025-05-01");
  await settled(page);
  const select = { from: "2025-04-01T00:00:00+09:00", to: "2025-05-01T00:00:00+09:00" };
  const { base } = await ask(page, "canvas", { select });
  assert.equal(await journeysOf(page), base.journeys);
  await page.locator("#page-facts a").first().click();
  const count = await panelCount(page);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV", exact: true }).click(),
  ]);
  const rows = String(await readFile(await file.path()))
    .trim()
    .split("\r\n");
  assert.equal(rows.length, count + 1, "the whole list, not only what is on screen");
  assert.match(rows[0], /,zone$/);
  for (const row of rows.slice(1)) {
    assert.match(row, /\+09:00,/);
    assert.match(row, /,Asia\/Tokyo$/);
  }
}
