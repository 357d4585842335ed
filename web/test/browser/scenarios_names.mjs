// Touchpoints whose names hold the signs that divide names in an address.
import { ask, assert, open, settled } from "./steps.mjs";

const kNames = ["cart > pay, now", 'said "yes" -> home', "plain, comma"];

async function imported(page) {
  const cell = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = ["event_id,customer_id,time,event,channel"];
  for (let n = 0; n < 4; ++n)
    kNames.forEach((name, at) =>
      rows.push(`sign-${n}-${at},signs-${n},2025-03-0${n + 1}T1${at}:00:00Z,${cell(name)},web`),
    );
  await open(page, "/data?lang=en");
  await page.locator('input[type="file"]').setInputFiles({
    name: "signs.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`${rows.join("\n")}\n`),
  });
  await page.getByRole("heading", { name: "How signs.csv will be read" }).waitFor();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "signs.csv is imported" }).waitFor();
}

/** Steps, the anchor of paths and the filter hold such names; reloading asks for the same. */
export async function namesWithSigns(page) {
  await imported(page);
  await open(page, "/explore/funnel?lang=en");
  const steps = page.locator("ol li strong");
  for (const [n, name] of kNames.entries()) {
    await page.getByLabel("Name of a touchpoint").fill(name);
    await page.getByRole("button", { name: "Add a step" }).click();
    await steps.nth(n).waitFor();
  }
  await settled(page);
  await page.reload();
  await settled(page);
  assert.deepEqual(await steps.allInnerTexts(), kNames);
  const { steps: answer } = await ask(page, "funnel", { steps: kNames });
  assert.equal(answer[2].reached, 4);
  const shown = await page.locator("tbody tr").nth(2).locator("td").nth(1).innerText();
  assert.equal(shown, "4");

  await page.goto("/explore/paths?lang=en");
  await settled(page);
  await page.locator(".host select").first().selectOption(`t:${kNames[0]}`);
  await page.waitForURL(/touchpoint=/);
  await page.reload();
  await settled(page);
  assert.equal(await page.locator('main [role="alert"]').count(), 0);
  assert.match(await page.locator("svg.tree").textContent(), /said "yes"/);
  // An address of before, where a name stood as it is.
  await open(page, `/explore/paths?lang=en&touchpoint=${encodeURIComponent(kNames[1])}`);
  await page.locator("svg.tree").waitFor();

  await open(page, "/explore/variants?lang=en");
  const field = page.getByLabel("Touchpoints", { exact: true });
  await field.fill(`"plain, comma", "cart > pay, now"`);
  await field.press("Enter");
  await page.waitForURL(/touchpoints=/);
  await page.reload();
  await settled(page);
  assert.equal(await page.locator('main [role="alert"]').count(), 0);
  assert.equal(await page.locator("tbody tr").count(), 1, "one variant of the two");
}
