// A design from an empty map to a log held against it, by keyboard alone: no click, no field filled from outside.
import { ask, assert, open, settled } from "./steps.mjs";

/** Goes on with Tab until a part of the page of that name has the focus. */
async function tabTo(page, name, most = 120) {
  const nameOf = () =>
    page.evaluate(() => {
      const { activeElement: one } = document;
      const labels = [...(one?.labels ?? [])].map((label) => label.innerText).join(" ");
      return (one?.getAttribute("aria-label") || labels || one?.innerText || "").trim();
    });
  const seen = [];
  for (let n = 0; n < most; ++n) {
    await page.keyboard.press("Tab");
    seen.push(await nameOf());
    if (name instanceof RegExp ? name.test(seen.at(-1)) : seen.at(-1) === name) return;
  }
  assert.fail(`no "${name}" with the keyboard; there were ${seen.slice(0, 40).join(" | ")}`);
}

const type = async (page, ...lines) => {
  for (const line of lines) {
    await page.keyboard.type(line);
    await page.keyboard.press("Enter");
  }
};
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const valid = (page) =>
  page.locator(".studio .state", { hasText: "The design is valid." }).waitFor();

async function fromEmptyMap(page) {
  await open(page, "/data/documents?lang=en");
  await tabTo(page, "New design");
  await press(page, "Enter");
  await page.getByRole("heading", { level: 1, name: "New design" }).waitFor();
  await settled(page);
  await tabTo(page, "An empty map");
  await press(page, "Enter");
  await page.locator(".studio").waitFor();
  await tabTo(page, /^Name/);
  await press(page, "Control+A");
  await type(page, "three-steps");

  // Three stages, one after the other; then their phases.
  await tabTo(page, /Add a stage/);
  await press(page, "Enter");
  await type(page, "Look", "Order", "Receive");
  await press(page, "Escape", "Alt+ArrowRight", "Alt+ArrowRight");
  await press(page, "ArrowLeft", "Alt+ArrowRight");
  const stages = page.locator(".map .head strong");
  assert.deepEqual(await stages.allInnerTexts(), ["1. Look", "2. Order", "3. Receive"]);
  assert.deepEqual(await page.locator(".map h3").allInnerTexts(), ["Before", "During", "After"]);

  // Their touchpoints, by the names that the data have.
  await press(page, "Home", "n");
  await type(page, "site.visit", "product.view");
  await press(page, "Escape", "ArrowUp", "ArrowUp", "ArrowRight", "n");
  await type(page, "order.placed");
  await press(page, "Escape", "ArrowRight", "n");
  await type(page, "delivery.completed", "delivery.failed");
  await press(page, "Escape");
  await valid(page);

  // A slip is taken back, and done again, and taken back.
  await press(page, "Delete", "Control+z", "Control+Shift+Z", "Control+z");
  assert.equal(await page.locator(".map .one").count(), 5);

  // What is promised, needed and decisive, in the panel.
  await press(page, "End", "Enter");
  await tabTo(page, "Moment of truth: importance, 0 to 1");
  await type(page, "0.9");
  await tabTo(page, "A need, in the customer’s words");
  await type(page, "Know the day and the hour");
  await tabTo(page, "Within");
  await type(page, "48h");
  await press(page, "Escape");
  await page.locator(".map").getByText("promise: within 48h").waitFor();
  await valid(page);
  await tabTo(page, "Save as a new version");
  await press(page, "Enter");
  await page.getByText("Saved as version 1.").waitFor();
  await settled(page);
}

async function versions(page) {
  const { text } = await (await page.request.get("/api/documents/designs/three-steps")).json();
  assert.match(text, /^design: three-steps\n/);
  assert.match(text, /importance: 0\.9/);

  // In the second version a journey may leave out the last stage.
  await tabTo(page, /^Stage \d of 3/);
  await press(page, "End", "Enter");
  await tabTo(page, /^Optional/);
  await press(page, "Space", "Escape");
  await page.locator(".map .tag", { hasText: "optional" }).waitFor();
  await tabTo(page, "Save as a new version");
  await press(page, "Enter");
  await page.getByText("Saved as version 2.").waitFor();
  await settled(page);

  await tabTo(page, /^Differences from/);
  await press(page, "1");
  await page.waitForURL(/against=1/);
  await settled(page);
  const lines = (kind) => page.locator(`.diff .${kind}`).allInnerTexts();
  assert.match(String(await lines("added")), /optional: true/);
  assert.deepEqual(await lines("removed"), []);
}

async function held(page) {
  await tabTo(page, "Hold journeys against it");
  await press(page, "Enter");
  await page.waitForURL(/\/explore\/conformance\?.*design=three-steps/);
  await settled(page);
  const answer = await ask(page, "conformance", { design: "three-steps" });
  const { fitting, deviating } = answer.base;
  assert.ok(fitting > 0 && deviating > 0, "some journeys fit it, others do not");
  const rows = page
    .getByRole("region", { name: "Stage by stage", exact: true })
    .locator("tbody tr");
  assert.equal(await rows.count(), 3);
  const leave = page
    .getByRole("region", { name: "Fit the design", exact: true })
    .locator("a", { hasText: "leave it" });
  await leave.getByText(deviating.toLocaleString("en")).waitFor();
}

async function byKeyboardOnly(page) {
  await fromEmptyMap(page);
  await versions(page);
  await held(page);
}

/** Each template is drawn and valid; what is saved is what was chosen. */
async function templates(page) {
  await open(page, "/data/documents/new-design?lang=fr");
  const names = page.locator(".starts h3 a");
  const sectors = await names.allInnerTexts();
  assert.deepEqual(sectors, [
    ...["Commerce", "Banque", "Télécoms", "Assurance", "Hôtel", "Service public"],
  ]);
  for (const sector of sectors) {
    await open(page, "/data/documents/new-design?lang=fr");
    await page.getByRole("link", { name: sector, exact: true }).click();
    await page.locator(".studio .state", { hasText: "Le parcours cible est valide." }).waitFor();
    assert.ok((await page.locator(".map .one").count()) >= 12, sector);
  }
  await open(page, "/data/documents/new-design?lang=fr");
  await page.getByRole("link", { name: "Ce que les clients font vraiment" }).click();
  await page.locator(".studio .state", { hasText: "Le parcours cible est valide." }).waitFor();
  await page.locator(".notice li").first().waitFor();
}

export const designScenarios = [
  {
    name: "design: built from an empty map by keyboard only, versioned, held",
    work: byKeyboardOnly,
  },
  { name: "design: begins with a template or with what is lived", work: templates },
];
