// Explore with another group beside: what differs, both lists, mistakes, a phone; and saved questions.
import { ask, assert, numberIn, open, panelCount, settled } from "./steps.mjs";

const table = (page) => page.getByRole("region", { name: "Numbers of both groups" });
const halves = { select: { from: "2025-07-01" }, against: { to: "2025-07-01" } };
const kHalves = "from=2025-07-01&compare=..2025-07-01";
const kSteps = "steps=order.placed>delivery.completed";
const funnel = {
  question: "funnel",
  parameters: { steps: ["order.placed", "delivery.completed"] },
};

async function bothListsOpen(page) {
  await open(page, `/explore/graph?lang=en&${kHalves}`);
  await table(page).waitFor();
  const answer = await ask(page, "compare", { question: "transitions", parameters: {}, ...halves });
  assert.ok(answer.numbers.length > 50);
  const row = table(page).locator("tbody tr").first();
  const [one, other] = [row.locator("a").nth(0), row.locator("a").nth(1)];
  const first = answer.numbers[0];
  assert.equal(numberIn(await one.textContent()), first.a.count);
  assert.equal(numberIn(await other.textContent()), first.b.count);
  const share = answer.numbers.findIndex((number) => number.measure === "transition");
  for (let shown = 25; shown <= share; shown *= 4)
    await page.getByRole("button", { name: "Show more" }).click();
  const links = table(page).locator("tbody tr").nth(share).locator("a");
  await links.nth(0).click();
  assert.equal(await panelCount(page), answer.numbers[share].a.count);
  await page.keyboard.press("Escape");
  await page.locator("aside.panel").waitFor({ state: "detached" });
  await links.nth(1).click();
  assert.equal(await panelCount(page), answer.numbers[share].b.count, "the other side's own list");
  assert.match(page.url(), /to=2025-07-01/, "with that side as the selection");
}

async function everyQuestionCompares(page) {
  for (const [path, question] of [
    [`funnel?lang=en&${kSteps}`, "of those who began, reach"],
    ["variants?lang=en", "takes"],
    ["paths?lang=en", "goes on"],
    ["time?lang=en&origin=order.placed&outcomes=delivery.completed", "wait, median"],
    ["retention?lang=en", "came back at age"],
    ["patterns?lang=en&pattern=order.placed+->+phone.call", "match the pattern"],
    ["drivers?lang=en&contacts=phone.call&length=1", "lift"],
  ]) {
    await open(page, `/explore/${path}&${kHalves}`);
    await table(page).waitFor();
    await table(page).getByText(question, { exact: true }).first().waitFor();
  }
  await page.goto(`/explore/retention?lang=fr&${kHalves}`);
  await settled(page);
  await page.locator("select", { hasText: "Rétention" }).selectOption("reentry");
  await page.getByText("temps entre visites, médiane").waitFor();
}

async function chosenAndMistaken(page) {
  await open(page, `/explore/funnel?lang=en&${kSteps}&from=2025-07-01`);
  await page.getByText("The same question for other journeys").waitFor();
  await page.locator("details.compare summary").click();
  await page.getByRole("button", { name: "Q1 2025", exact: true }).click();
  await page.waitForURL(/compare=2025-01-01\.\.2025-04-01/);
  await table(page).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "CSV" }).last().click(),
  ]);
  const text = await import("node:fs/promises").then(async (fs) =>
    fs.readFile(await file.path(), "utf8"),
  );
  assert.match(text.split("\r\n")[0], /here_base.*there_base.*difference/);
  assert.ok(text.includes("reached,delivery.completed,2,share"));
  await page.getByRole("link", { name: "Variants", exact: true }).click();
  await page.waitForURL(/variants.*compare=/);
  await table(page).waitFor();
  await open(page, `/explore/variants?lang=en&compare=nonsense`);
  await page.getByText("Nothing is compared").waitFor();
  await open(page, `/explore/variants?lang=en&from=2025-07-01&compare=2019-01-01..2019-02-01`);
  await page.getByText("There is nothing to compare").waitFor();
}

async function onPhone(page) {
  await open(page, `/explore/funnel?lang=fr&${kSteps}&${kHalves}`);
  await page.getByText("Comment ces chiffres sont obtenus").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, "the page itself does not scroll sideways");
}

async function savedAgainAndAgain(page) {
  await open(page, `/explore/funnel?lang=en&${kSteps}&${kHalves}`);
  await table(page).waitFor();
  await page.locator("details summary", { hasText: "Save question" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Orders, half by half");
  await page.getByRole("textbox", { name: "Note" }).fill("asked every half year");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("status").getByText("Saved as").waitFor();
  const { saved } = await ask(page, "saved", {});
  const one = saved.find((each) => each.name === "Orders, half by half");
  assert.equal(one.question, "funnel");
  assert.deepEqual(one.parameters.steps, funnel.parameters.steps);
  assert.ok(one.figures.length >= 4);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("is saved already").waitFor();

  await open(page, "/explore/saved?lang=en");
  const card = page.locator("article", { hasText: "Orders, half by half" });
  await card.getByText("asked every half year").waitFor();
  await card.getByRole("button", { name: "Refresh" }).click();
  await card.getByText("Nothing has changed in these figures").waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("button", { name: "CSV" }).click(),
  ]);
  assert.match(file.suggestedFilename(), /^Orders-half-by-half\.csv$/);
  await card.getByRole("link", { name: "Open", exact: true }).click();
  await page.waitForURL(/\/explore\/funnel\?.*compare=/);
  await table(page).waitFor();

  await open(page, "/explore/saved?lang=en");
  await card.getByRole("button", { name: "Remove" }).click();
  await page.getByText("is removed from the list").waitFor();
  await card.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await card.waitFor();
  const { saved: back } = await ask(page, "saved", {});
  assert.equal(back.find((each) => each.name === one.name).version, 3);
}

export const comparedScenarios = [
  { name: "compared transitions open both lists", work: bothListsOpen },
  { name: "compared: every question of Explore", work: everyQuestionCompares },
  { name: "compared: chosen, exported, mistaken", work: chosenAndMistaken },
  {
    name: "compared on a phone",
    work: onPhone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
  { name: "saved questions are opened, asked again and removed", work: savedAgainAndAgain },
];
