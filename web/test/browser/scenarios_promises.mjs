// Promises and rules: every number opens its journeys; by channel; without a design; on a phone.
import { ask, assert, open, panelCount, settled } from "./steps.mjs";

const kStates = ["broken", "kept", "broken", "pending", "not_concerned"];
const card = (page, name) => page.getByRole("region", { name, exact: true });

async function closed(page) {
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
}

/** Opens each number of a row: the share first, then the four states; those that are none are no links. */
async function rowOpens(page, row, one, what) {
  const states = kStates.filter((state, n) =>
    n === 0 ? one.broken_share !== null : one[state] > 0,
  );
  const links = row.locator("td a");
  assert.equal(await links.count(), states.length, what);
  for (const [n, state] of states.entries()) {
    await links.nth(n).click();
    assert.equal(await panelCount(page), one[state], `${what}, ${state}`);
    await closed(page);
  }
}

async function numbersOpen(page) {
  await open(page, "/explore/promises?lang=en");
  const answer = await ask(page, "promises", {});
  const promises = card(page, "Promises").locator("tbody tr");
  assert.equal(await promises.count(), answer.promises.length);
  for (const [n, one] of answer.promises.entries())
    await rowOpens(page, promises.nth(n), one, `promise of ${one.stage}`);
  const rules = card(page, "Rules").locator("tbody tr");
  assert.equal(await rules.count(), answer.rules.length);
  for (const [n, one] of answer.rules.entries())
    await rowOpens(page, rules.nth(n), one, `rule ${one.id}`);
  await page.getByText("After order.placed comes order.confirmed, within 1\u00a0h").waitFor();
  await page.getByText("phone.call does not come twice, within 7\u00a0d").waitFor();

  // By channel, by keyboard; it stands in the address.
  await page.getByRole("checkbox", { name: "By channel" }).focus();
  await page.keyboard.press("Space");
  await page.waitForURL(/channels=1/);
  const on = answer.promises.flatMap(({ channels }) => channels);
  const rows = card(page, "Promises").locator("tbody tr.on");
  await rows.first().waitFor();
  assert.equal(await rows.count(), on.length);
  await rowOpens(page, rows.first(), on[0], "on the first channel");
}

/** A selection in which there is nothing, a design that is not there, and journeys without a design. */
async function otherStates(page) {
  await open(page, "/explore/promises?lang=en&from=1999-01-01&to=1999-02-01");
  await page.locator(".empty").waitFor();
  await open(page, "/explore/promises?lang=en&design=no-such-design");
  await page.getByRole("alert").waitFor();
  const proposal = { en: "A proposal", fr: "Une proposition" };
  await page.route("**/api/promises", async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    const design = { ...answer.design, title: proposal, proposal: true };
    await route.fulfill({ response, json: { ...answer, design, promises: [], rules: [] } });
  });
  await open(page, "/explore/promises?lang=fr");
  await page.getByText("Le parcours cible ne promet rien").waitFor();
  await page.locator(".empty").getByRole("link", { name: "Parcours cibles" }).waitFor();
}

async function onPhone(page) {
  await open(page, "/explore/promises?lang=fr&channels=1");
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
  const answer = await ask(page, "promises", {});
  const link = card(page, "Promesses").locator("tbody td a").first();
  await link.click();
  assert.equal(await panelCount(page), answer.promises[0].broken);
  await closed(page);
  await settled(page);
}

export const promiseScenarios = [
  { name: "promises and rules, their numbers open", work: numbersOpen },
  { name: "promises without a design, a selection or an answer", work: otherStates },
  {
    name: "promises on a phone",
    work: onPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
