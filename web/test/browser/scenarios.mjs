// What people do, and what must hold when they do it.
import { readFile } from "node:fs/promises";
import {
  anyTwoPeriods,
  bothSidesInNumbers,
  notCompared,
  segmentAgainstTheRest,
  zoneOfChoice,
} from "./scenarios_compare.mjs";
import { mistakeScenarios } from "./scenarios_mistakes.mjs";
import { canvasOnPaper, exploreOnPaper } from "./scenarios_paper.mjs";
import { namesWithSigns } from "./scenarios_names.mjs";
import { dataScenarios } from "./scenarios_data.mjs";
import { workshopScenarios } from "./scenarios_workshop.mjs";
import { ask, assert, numberIn, open, panelCount, panelLines, settled } from "./steps.mjs";

/** Canvas → number → list with the same count → one customer's timeline → back. */
async function fromNumberToTimeline(page, language) {
  const say =
    language === "fr"
      ? { more: /parcours/, title: /Chronologie/ }
      : { more: /journeys?/, title: /Timeline/ };
  await open(page, `/canvas?lang=${language}`);
  assert.equal(await page.getAttribute("html", "lang"), language);
  const links = page.locator("svg a.number-link:not(.lead)");
  const total = await links.count();
  assert.ok(total >= 10, `only ${total} numbers on the canvas`);
  for (const at of [0, Math.floor(total / 2), total - 1]) {
    const link = links.nth(at);
    const label = await link.getAttribute("aria-label");
    assert.match(label, say.more);
    const said = numberIn(label.slice(label.lastIndexOf(", ") + 2));
    await link.click();
    assert.equal(await panelCount(page), said, `the list behind "${label}"`);
    if (said <= 150) assert.equal(await panelLines(page), said);
    await page.keyboard.press("Escape");
    await page.locator("aside.panel").waitFor({ state: "detached" });
  }
  await links.first().click();
  await panelCount(page);
  const row = page.locator("aside li a").first();
  const label = await row.locator("strong").innerText();
  const events = numberIn(await row.locator(".small").last().innerText());
  await row.click();
  await page.getByRole("heading", { level: 1, name: say.title }).waitFor();
  await settled(page);
  const lit = page.locator("section.journey.lit");
  assert.match(await lit.locator("h2").innerText(), new RegExp(`${label}$`));
  assert.equal(await lit.locator("li.event").count(), events);
  await page.goBack();
  await settled(page);
  assert.ok((await panelCount(page)) > 0, "going back shows the list again");
}

async function everyStageSetHasItsCount(page) {
  await open(page, "/canvas?lang=en");
  const canvas = await ask(page, "canvas", {});
  for (const stage of canvas.stages.filter((one) => one.lived)) {
    for (const what of ["reached", "running", "dropped", "skipped"]) {
      const set = { of: "stage", design: canvas.design.name, stage: stage.id, what };
      const { count } = await ask(page, "journeys", { set, limit: 1 });
      assert.equal(count, stage.lived[what], `${stage.id} ${what}`);
    }
    const { reached, continued, dropped, running } = stage.lived;
    assert.equal(reached, continued + dropped + running, stage.id);
  }
}

/** The overview, the canvas's last lane and the answer name the same stages in the same order. */
async function oneRuleForWhatNeedsALook(page) {
  await open(page, "/canvas?lang=en");
  const canvas = await ask(page, "canvas", {});
  assert.ok(canvas.needs_look.length > 0, "the demonstration has something to look at");
  const lane = await page.locator("svg text", { hasText: / to look at$/ }).allInnerTexts();
  assert.equal(lane.length, canvas.needs_look.length);
  await page.goto("/?lang=en");
  await settled(page);
  const list = page.locator("ul.looks li");
  assert.deepEqual(
    await list.locator("a").allInnerTexts(),
    canvas.needs_look.map((look) => look.title.en),
  );
  const [first] = canvas.needs_look;
  for (const why of first.why)
    assert.ok((await list.first().innerText()).includes(why.text.en), why.text.en);
}

/** The way back is the design's own: from its stage to its stage. */
async function loopOfTheDesign(page) {
  await open(page, "/canvas?lang=en");
  const canvas = await ask(page, "canvas", {});
  assert.ok(canvas.loop, "the demonstration's design has a loop");
  const title = (id) => canvas.stages.find((stage) => stage.id === id).title.en;
  const label = `After ${title(canvas.loop.from)} the journey begins again at ${title(canvas.loop.to)}`;
  const drawn = await page.getByRole("img", { name: label }).boundingBox();
  const width = (await page.locator('[data-export="body"]').boundingBox()).width;
  const column = width / canvas.stages.length;
  const at = (id) => canvas.stages.findIndex((stage) => stage.id === id);
  const spanned = (at(canvas.loop.from) - at(canvas.loop.to)) * column;
  assert.ok(Math.abs(drawn.width - spanned) < 12, `${drawn.width} instead of ${spanned}`);
}

async function exports(page) {
  await open(page, "/canvas?lang=en");
  const download = async (name) => {
    await page.locator("details.menu.right:not(.compare) summary").click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name, exact: true }).click(),
    ]);
    return readFile(await file.path());
  };
  const svg = String(await download("SVG"));
  assert.match(svg, /^<svg xmlns=/);
  assert.doesNotMatch(svg, /var\(--|<a |href=|class=/, "the SVG stands alone");
  const parsed = await page.evaluate(
    (text) =>
      new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror")
        ?.textContent ?? "",
    svg,
  );
  assert.equal(parsed, "");
  const png = await download("PNG");
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  assert.ok(png.length > 20_000);
  const canvas = await ask(page, "canvas", {});
  const rows = String(await download("CSV"))
    .trim()
    .split("\r\n");
  assert.equal(rows.length, canvas.stages.length + 1);
}

async function selectionLivesInTheAddress(page) {
  await open(page, "/canvas?lang=en&from=2025-04-01&to=2025-07-01");
  const whole = await ask(page, "canvas", {});
  const quarter = await ask(page, "canvas", { select: { from: "2025-04-01", to: "2025-07-01" } });
  assert.ok(quarter.base.journeys < whole.base.journeys);
  assert.equal(
    numberIn(await page.locator("#page-facts a").first().innerText()),
    quarter.base.journeys,
  );
  assert.match(
    await page.locator("main details.menu:not(.right) > summary").first().innerText(),
    /Q2 2025/,
  );
  await page.locator("#page-facts a").first().click();
  assert.equal(await panelCount(page), quarter.base.journeys);
  await page.reload();
  assert.equal(
    await panelCount(page),
    quarter.base.journeys,
    "the address alone brings the list back",
  );
}

async function transitions(page) {
  await open(page, "/explore/graph?lang=en");
  await page.locator(".svelte-flow__node a.box").first().waitFor();
  const status = await page.locator('p[role="status"]').innerText();
  const answer = await ask(page, "transitions", { limit: 2000 });
  const drawn = await page.locator("a.label").count();
  assert.equal(
    numberIn(status),
    answer.edges.length - drawn + answer.other.edges,
    "what is hidden is said",
  );
  const row = page.locator("tbody tr").first();
  const count = numberIn(await row.locator("a").innerText());
  await row.locator("a").click();
  assert.equal(await panelCount(page), count);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "median time" }).click();
  assert.match(await page.locator("a.label").first().innerText(), /\d\s?(s|min|h|d)\b/);
}

async function paths(page) {
  await open(page, "/explore/paths?lang=en&steps=3");
  const cells = page.locator("svg.tree a");
  const total = numberIn((await cells.first().getAttribute("aria-label")).split(": ").pop());
  const answer = await ask(page, "paths", { anchor: { at: "start" }, steps: 3, top: 6 });
  assert.equal(total, answer.root.journeys);
  for (const kind of ["ended", "other", "in_progress", "beyond"]) {
    const cell = page.locator(`svg.tree a:has(rect.${kind})`).first();
    if ((await cell.count()) === 0) continue;
    const said = numberIn((await cell.getAttribute("aria-label")).split(": ").pop());
    await cell.focus();
    await page.keyboard.press("Enter");
    assert.equal(await panelCount(page), said, kind);
    await page.keyboard.press("Escape");
  }
  await page.locator("main .host select").first().selectOption("end");
  await settled(page);
  assert.match(page.url(), /at=end/);
}

async function variants(page) {
  await open(page, "/explore/variants?lang=fr");
  const link = page.locator("tbody tr td a").first();
  const said = numberIn(await link.innerText());
  await link.click();
  assert.equal(await panelCount(page), said);
  const answer = await ask(page, "variants", { mode: "full", limit: 20 });
  const shown = answer.variants.reduce((sum, variant) => sum + variant.journeys, 0);
  assert.equal(shown + answer.other.journeys, answer.base.journeys, "columns sum");
}

async function funnel(page) {
  await open(page, "/explore/funnel?lang=en");
  for (const step of ["site.visit", "order.placed", "delivery.completed"]) {
    await page.getByLabel("Name of a touchpoint").fill(step);
    await page.getByRole("button", { name: "Add a step" }).click();
    await page.locator("ol li strong", { hasText: step }).waitFor();
  }
  await page.getByLabel("Within").selectOption("30d");
  await page.waitForURL(/within=30d/);
  await settled(page);
  const rows = page.locator("tbody tr");
  assert.equal(await rows.count(), 3);
  for (const at of [0, 1, 2]) {
    const link = rows.nth(1).locator("a").nth(at);
    const said = numberIn(await link.innerText());
    await link.click();
    assert.equal(await panelCount(page), said, `link ${at} of the second step`);
    await page.keyboard.press("Escape");
    await page.locator("aside.panel").waitFor({ state: "detached" });
  }
}

async function keyboard(page) {
  await open(page, "/?lang=en");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /Go to/ });
  await field.waitFor();
  await field.fill("funnel");
  await page.keyboard.press("Enter");
  await page.waitForURL(/explore\/funnel/);
  await settled(page);
  await page.goto("/canvas?lang=en");
  await settled(page);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
}

async function phone(page) {
  await open(page, "/canvas?lang=fr");
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, "the page itself does not scroll sideways");
  await page.locator("details.compare summary").click();
  const sheet = await page.locator("details.compare .sheet").boundingBox();
  assert.ok(sheet.x >= 0 && sheet.x + sheet.width <= 390, "a menu is whole on the screen");
  await page.locator("details.compare summary").click();
  const before = await page.locator(".gutter-part").boundingBox();
  await page.locator(".canvas-frame").evaluate((frame) => (frame.scrollLeft = 300));
  const after = await page.locator(".gutter-part").boundingBox();
  assert.equal(before.x, after.x, "the lane names stay");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Clients", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Clients" }).waitFor();
}

export const scenarios = [
  {
    name: "from a number to its list to a timeline, in English",
    work: (page) => fromNumberToTimeline(page, "en"),
  },
  {
    name: "from a number to its list to a timeline, in French",
    work: (page) => fromNumberToTimeline(page, "fr"),
  },
  { name: "every number of the canvas has its journeys", work: everyStageSetHasItsCount },
  { name: "one rule says what needs a look", work: oneRuleForWhatNeedsALook },
  { name: "the loop is the design's own", work: loopOfTheDesign },
  { name: "the canvas as SVG, PNG and CSV", work: exports },
  { name: "any two periods lie over each other", work: anyTwoPeriods },
  { name: "both sides in numbers", work: bothSidesInNumbers },
  { name: "what cannot be compared is said", work: notCompared },
  { name: "a segment against all other journeys", work: segmentAgainstTheRest },
  {
    name: "times in a zone of one's choice",
    work: zoneOfChoice,
    options: { timezoneId: "America/New_York" },
  },
  { name: "the canvas on A4", work: canvasOnPaper },
  { name: "explore on paper", work: exploreOnPaper },
  { name: "the selection lives in the address", work: selectionLivesInTheAddress },
  { name: "transitions, with what is hidden", work: transitions },
  { name: "paths, by keyboard", work: paths },
  { name: "variants sum to all", work: variants },
  { name: "a funnel is built, its numbers open", work: funnel },
  ...dataScenarios,
  ...workshopScenarios,
  { name: "by keyboard: palette and skip link", work: keyboard },
  ...mistakeScenarios,
  { name: "names with signs stand in addresses", work: namesWithSigns },
  {
    name: "on a phone",
    work: phone,
    options: { viewport: { width: 390, height: 844 }, hasTouch: true },
  },
];
