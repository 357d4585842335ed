// The studio: a design drawn, changed and put right on its map.
import { readFile } from "node:fs/promises";
import { assert, open, settled } from "./steps.mjs";

const kDesign = "/data/documents/designs/maison-lumen?edit=studio";

/** The part of the map that has the focus, as "stage" or "stage:touchpoint". */
const focused = (page) => page.evaluate(() => document.activeElement?.dataset?.at ?? "");
const stages = (page) => page.locator(".map .head strong").allInnerTexts();
const status = (page, text) =>
  page.locator(".studio .state", { hasText: text }).waitFor({ state: "visible" });

async function editing(page) {
  await open(page, `${kDesign}&lang=en`);
  await page.locator('[data-at="0"]').focus();
  const before = await stages(page);
  assert.equal(before[2], "3. Order");
  await status(page, "The design is valid.");

  // Arrows go over the map, and stay on it.
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"])
    await page.keyboard.press(key);
  assert.equal(await focused(page), "2:1");
  await page.keyboard.press("Home");
  await page.keyboard.press("Alt+ArrowLeft");
  assert.equal(await focused(page), "0");
  assert.equal(new URL(page.url()).pathname, "/data/documents/designs/maison-lumen");

  // A touchpoint that a promise counts on leaves its stage: the fault is shown where it lies.
  await page.locator('[data-at="2:1"]').focus();
  await page.keyboard.press("Alt+ArrowRight");
  assert.equal(await focused(page), "3:1");
  await page.locator('[data-at="3"].wrong').waitFor();
  await page.getByRole("button", { name: "Go there" }).click();
  assert.equal(await focused(page), "3");
  await page.keyboard.press("Control+z");
  await status(page, "The design is valid.");
  await page.keyboard.press("Control+Shift+Z");
  await page.locator('[data-at="3"].wrong').waitFor();
  await page.keyboard.press("Control+z");
  await status(page, "The design is valid.");

  // Fields: Enter opens them, Escape returns; only the line changed differs in the text.
  await page.locator('[data-at="3"]').focus();
  await page.keyboard.press("Enter");
  const within = page.getByLabel("Within");
  await within.fill("72h");
  await within.press("Enter");
  await within.press("Escape");
  assert.equal(await focused(page), "3");
  await page.getByRole("link", { name: "Text", exact: true }).click();
  const text = await page.locator("textarea").first().inputValue();
  assert.match(text, /\n {6}within: 72h\n/);
  assert.match(text, /# The telephone is there for those who need it/);

  // What is no YAML is said, and can be undone from the map.
  await page.locator("textarea").first().fill(`${text}\nrules: [\n`);
  await page.getByRole("link", { name: "Studio", exact: true }).click();
  await page.getByRole("heading", { name: "This text cannot be drawn" }).waitFor();
  await page.locator(".studio").getByRole("button", { name: "Undo" }).click();
  await page.locator('[data-at="3"]').waitFor();
  await page.getByRole("button", { name: "Discard my changes" }).click();
  assert.deepEqual(await stages(page), before);
}

async function byMouse(page) {
  await open(page, `${kDesign}&lang=fr`);
  const card = page.locator('[data-at="0:1"]');
  assert.match(await card.innerText(), /Visite du site/);
  await card.dragTo(page.locator('[data-at="1:0"]'));
  assert.match(await page.locator('[data-at="1:0"]').innerText(), /Visite du site/);
  await page.locator('[data-at="1"]').dragTo(page.locator('[data-at="0"]'));
  assert.equal((await stages(page))[0], "1. Comparer");
  await page.getByRole("button", { name: "Annuler", exact: true }).first().click();
  await page.getByRole("button", { name: "Annuler", exact: true }).first().click();
  assert.match(await card.innerText(), /Visite du site/);

  await card.click();
  await page.getByLabel("Qui commence").selectOption("push");
  await page.getByRole("checkbox", { name: "store" }).check();
  assert.match(await card.innerText(), /push · web · app · store/);
  await page.getByRole("button", { name: "Retirer" }).click();
  assert.equal(await page.locator('[data-at="0:1"]').count(), 0);
}

async function onAPhone(page) {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, `${kDesign}&lang=fr`);
  await page.locator('[data-at="0"]').click();
  await page.getByLabel("Titre", { exact: true }).fill("S’informer");
  await page.keyboard.press("Enter");
  await page.locator('[data-at="0"]').getByText("S’informer").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} wide on a phone`);
  await settled(page);
}

async function exporting(page) {
  await open(page, `${kDesign}&lang=fr`);
  const saved = async (format) => {
    await page.locator("details.menu summary", { hasText: "Exporter" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: format, exact: true }).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), `maison-lumen.${format.toLowerCase()}`);
    return readFile(await file.path());
  };
  const svg = (await saved("SVG")).toString();
  for (const part of ["Équiper ma maison", "4. Livrer", "Ne pas poser un jour de", "version 1"])
    assert.ok(svg.includes(part), part);
  assert.equal(svg.match(/class=|href=/), null, "it needs nothing else");
  const png = await saved("PNG");
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  assert.ok(png.readUInt32BE(16) > 2000, "twice as large as on screen");
  const { text } = await (await page.request.get("/api/documents/designs/maison-lumen")).json();
  assert.equal((await saved("YAML")).toString(), text);

  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal((pdf.match(/\/Type\s*\/Page\b/g) ?? []).length, 2, "two pages");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 1047, height: 718 });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const bands = page.locator("svg.band");
  assert.equal(await bands.count(), 2);
  for (const band of await bands.all()) {
    const { x, width, height } = await band.boundingBox();
    assert.ok(x + width <= 1047 && height <= 700, `${width} × ${height}`);
  }
  for (const hidden of [".map", ".panel-of-studio", ".keep", "#remarks"])
    assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
}

export const studioScenarios = [
  { name: "studio: a design is changed on its map by keyboard", work: editing },
  { name: "studio: a design is changed on its map by mouse", work: byMouse },
  { name: "studio: a design is exported as picture, text and paper", work: exporting },
  {
    name: "studio: on a phone, in the dark",
    work: onAPhone,
    options: { viewport: { width: 390, height: 844 } },
  },
];
