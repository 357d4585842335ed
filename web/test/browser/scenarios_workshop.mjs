// Several people on one design: votes on its moments of truth, and versions of others as they come.
import { assert, open } from "./steps.mjs";

const kDesign = "/data/documents/designs/workshop";
const kText = `design: workshop
process: no-such-process
stages:
  - {id: order, title: Order, phase: during, touchpoints: [{touchpoint: order.placed, title: Placed}], needs: {explicit: [Speed]}}
  - {id: deliver, title: Deliver, phase: after, touchpoints: [{touchpoint: delivery.completed, title: Handed over}]}
`;

async function keep(page, text, base, author, name = "workshop") {
  const saved = await page.request.put(`/api/documents/designs/${name}`, {
    data: { text, base_version: base, author },
  });
  assert.ok(saved.ok(), await saved.text());
}

const votes = (page) =>
  page.locator("section.card", {
    has: page.getByRole("heading", { name: /Vote on the moments of truth/ }),
  });

/** Two people at two browsers: one opens the vote, both give theirs, and see each other's. */
async function voting(page) {
  await keep(page, kText, 0, "Léa");
  const other = await page.context().newPage();
  await open(page, `${kDesign}?lang=en`);
  await page.getByText("no process 'no-such-process' is kept").waitFor();
  await page.getByText("What the design says, stage by stage").click();
  await page
    .getByRole("row", { name: /Explicit needs/ })
    .getByText("Speed")
    .waitFor();
  const panel = votes(page);
  await panel.getByText("Nobody has voted").waitFor();
  await page.getByLabel("Your name").fill("Léa");
  await panel.getByLabel("Votes for each person").fill("1");
  await panel.getByRole("button", { name: "Open a vote" }).click();
  await panel.getByText("Léa has opened a vote: one vote each.").waitFor();

  await open(other, `${kDesign}?lang=en`);
  await other.getByLabel("Your name").fill("Bob");
  const theirs = votes(other);
  await theirs.getByLabel("Deliver").focus();
  await other.keyboard.press("Space");
  await theirs.getByText("You have given all your votes").waitFor();
  assert.ok(await theirs.getByLabel("Order").isDisabled(), "one vote is one vote");
  // It arrives at the first page by itself.
  await panel.locator("li", { hasText: "Deliver" }).getByText("1 vote").waitFor();
  await panel.getByLabel("Deliver").check();
  await theirs.locator("li", { hasText: "Deliver" }).getByText("2 votes").waitFor();
  // Bob changes his mind.
  await theirs.getByLabel("Deliver").uncheck();
  await theirs.getByLabel("Placed").check();
  await panel.locator("li", { hasText: "Placed" }).getByText("1 vote").waitFor();
  assert.equal(await theirs.getByRole("button", { name: "Close the vote" }).count(), 0);
  await panel.getByRole("button", { name: "Close the vote" }).click();
  await panel.getByText("Léa has closed the vote. 2 people voted.").waitFor();
  await theirs.getByText("Léa has closed the vote. 2 people voted.").waitFor();
  assert.equal(await theirs.locator('input[type="checkbox"]').count(), 0);
}

/** A version that somebody else saves is shown at once, unless something was typed. */
async function news(page) {
  const name = "workshop-news";
  const text = kText.replace("design: workshop", `design: ${name}`);
  await keep(page, text, 0, "Bob", name);
  await open(page, `/data/documents/designs/${name}?lang=en`);
  const editor = page.locator("textarea").first();
  await keep(page, `${text}# from Bob\n`, 1, "Bob", name);
  await page.getByText("Bob has saved version 2. It is shown now.").waitFor();
  assert.match(await editor.inputValue(), /from Bob/);
  await editor.fill(`${text}# from Bob\n# typed here\n`);
  await keep(page, `${text}# from Bob again\n`, 2, "Bob", name);
  await page.getByText("Bob has saved version 3.").waitFor();
  assert.match(await editor.inputValue(), /typed here/);
  await page.getByRole("button", { name: "See what differs" }).click();
  await page.getByRole("button", { name: "Put both together" }).click();
  const both = await editor.inputValue();
  assert.match(both, /from Bob again/);
  assert.match(both, /typed here/);
}

export const workshopScenarios = [
  { name: "a workshop votes on moments of truth, and sees each other", work: voting },
  { name: "a version of somebody else appears, and nothing typed is lost", work: news },
];
