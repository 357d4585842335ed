// Files in and documents kept, through the screens.
import { assert, numberIn, open, settled } from "./steps.mjs";

async function importing(page) {
  const rows = ["event_id,customer_id,time,event,channel"];
  for (let n = 0; n < 20; ++n)
    rows.push(`web-${n},visitor-${n % 5},2025-03-0${1 + (n % 9)}T10:00:00Z,site.visit,web`);
  rows.push("web-x,visitor-1,2025-02-30T10:00:00Z,site.visit,web");
  const buffer = Buffer.from(`${rows.join("\n")}\n`);
  await open(page, "/data?lang=en");
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "small.csv", mimeType: "text/csv", buffer });
  await page.getByRole("heading", { name: "How small.csv will be read" }).waitFor();
  assert.ok((await page.locator(".columns tbody tr").count()) === 5, "every column is shown");
  const editor = page.locator("textarea").first();
  const mapping = await editor.inputValue();
  await editor.fill(mapping.replace(/customer: .*/, "customer: no_such_column"));
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.locator('[role="alert"]').waitFor();
  await editor.fill(mapping);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { name: "small.csv is imported" }).waitFor();
  const fact = async (name) =>
    numberIn(await page.locator("dl.facts > div", { hasText: name }).locator("dd").innerText());
  const [all, added, already, refused] = [
    await fact("Rows"),
    await fact("Events added"),
    await fact("Were here already"),
    await fact("Refused"),
  ];
  assert.equal(all, 21);
  assert.equal(added + already + refused, all, "nothing is lost");
  assert.equal(refused, 1);
  await page.getByRole("link", { name: "See the refused rows" }).click();
  await page.getByText("2025-02-30").first().waitFor();
}

async function documents(page) {
  await open(page, "/data/documents?lang=en");
  const design = page
    .locator("section", { has: page.getByRole("heading", { name: "Designs", exact: true }) })
    .locator("li a");
  await design.first().click();
  await settled(page);
  const editor = page.locator("textarea").first();
  const text = await editor.inputValue();
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByText("The text is valid.").waitFor();
  await editor.fill(`${text}\nno_such_member: 1\n`);
  await page.getByRole("button", { name: "Check" }).click();
  await page.locator('[role="alert"]').waitFor();
  const path = new URL(page.url()).pathname.replace("/data/documents", "/api/documents");
  const kept = await (await page.request.get(path)).json();
  const other = `${text}\n# from somebody else\n`;
  const saved = await page.request.put(path, {
    data: { text: other, base_version: kept.version, author: "Other" },
  });
  assert.ok(saved.ok(), await saved.text());
  await editor.fill(`${text}\n# from me\n`);
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByRole("heading", { name: "Somebody saved a newer version meanwhile" }).waitFor();
  assert.match(await page.locator(".diff").innerText(), /from somebody else/);
  await page.getByRole("button", { name: "Keep mine as the next version" }).click();
  await page.getByText(`Saved as version ${kept.version + 2}.`).waitFor();
}

/** Two people change one document: their changes are put together, and where they meet they choose. */
async function putTogether(page) {
  await open(page, "/data/documents?lang=en");
  const designs = page.locator("section", {
    has: page.getByRole("heading", { name: "Designs", exact: true }),
  });
  await designs.locator("li a").first().click();
  await settled(page);
  const editor = page.locator("textarea").first();
  const text = await editor.inputValue();
  const path = new URL(page.url()).pathname.replace("/data/documents", "/api/documents");
  const { version } = await (await page.request.get(path)).json();
  const meanwhile = async (theirs, after) => {
    const saved = await page.request.put(path, { data: { text: theirs, base_version: after } });
    assert.ok(saved.ok(), await saved.text());
  };
  const save = page.getByRole("button", { name: "Save as a new version" });
  const together = page.getByRole("button", { name: "Put both together" });

  await meanwhile(`# theirs, on top\n${text}`, version);
  await editor.fill(`${text}# mine, below\n`);
  await save.click();
  await together.click();
  await page.getByText("Read it, then save it.").waitFor();
  assert.equal(await editor.inputValue(), `# theirs, on top\n${text}# mine, below\n`);
  await save.click();
  await page.getByText(`Saved as version ${version + 2}.`).waitFor();
  const shown = page.locator(`.host select option[value="${version + 2}"]`).first();
  await shown.waitFor({ state: "attached" });

  const both = await editor.inputValue();
  await meanwhile(both.replace("# mine, below", "# theirs, below"), version + 2);
  await editor.fill(both.replace("# mine, below", "# mine, further below"));
  await save.click();
  await together.click();
  await page.getByText("Both of you changed one place").waitFor();
  await save.click();
  await page.locator('[role="alert"]').waitFor();
  const marked = await editor.inputValue();
  const chosen = marked.replace(/<{7} .*\n(.*\n)={7}\n.*\n>{7} .*\n/, "$1");
  assert.equal(chosen, both.replace("# mine, below", "# mine, further below"));
  await editor.fill(chosen);
  await save.click();
  await page.getByText(`Saved as version ${version + 4}.`).waitFor();
}

/** What was saved can be undone, an old version restored, and changes thrown away taken back. */
async function undone(page) {
  await open(page, "/data/documents?lang=en");
  const list = page.locator("section", {
    has: page.getByRole("heading", { name: "Experience repositories", exact: true }),
  });
  await list.locator("li a").first().click();
  await settled(page);
  const editor = page.locator("textarea").first();
  const path = new URL(page.url()).pathname.replace("/data/documents", "/api/documents");
  const kept = async () => (await page.request.get(path)).json();
  const first = await kept();

  await editor.fill(`${first.text}\n# a thought\n`);
  await page.getByRole("button", { name: "Discard my changes" }).click();
  assert.equal(await editor.inputValue(), first.text);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  assert.match(await editor.inputValue(), /# a thought\n$/);

  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText(`Saved as version ${first.version + 1}.`).waitFor();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await page
    .getByText(`Version ${first.version} is back, as version ${first.version + 2}.`)
    .waitFor();
  assert.equal((await kept()).text, first.text);

  const version = page.locator(".host select").first();
  await version.selectOption(String(first.version + 1));
  await page.getByRole("button", { name: "Restore this version" }).waitFor();
  assert.match(await page.locator(".diff .added").allInnerTexts().then(String), /# a thought/);
  await page.getByRole("button", { name: "Restore this version" }).click();
  await page
    .getByText(`Version ${first.version + 1} is back, as version ${first.version + 3}.`)
    .waitFor();
  const last = await kept();
  assert.equal(last.version, first.version + 3);
  assert.match(last.text, /# a thought\n$/);

  // What was changed in an old version comes back with it; what was typed after a save is not undone with it.
  await version.selectOption(String(first.version));
  await page.getByText(`This is version ${first.version}, not the newest.`).waitFor();
  await editor.fill(`${first.text}\n# a second thought\n`);
  assert.match(
    await page.locator(".diff .added").allInnerTexts().then(String),
    /# a second thought/,
  );
  await page.getByRole("button", { name: "Restore this version with my changes" }).click();
  await page
    .getByText(`Version ${first.version} is back, as version ${first.version + 4}.`)
    .waitFor();
  assert.match((await kept()).text, /# a second thought\n$/);
  const undo = page.getByRole("button", { name: "Undo", exact: true });
  await undo.waitFor();
  await editor.press("Control+End");
  await editor.pressSequentially("# third");
  await undo.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Discard my changes" }).click();
}

/** What is typed while a save is under way is not lost when the document is read again. */
async function typedWhileSaving(page) {
  await open(page, "/data/documents?lang=en");
  const designs = page.locator("section", {
    has: page.getByRole("heading", { name: "Designs", exact: true }),
  });
  await designs.locator("li a").first().click();
  await settled(page);
  const editor = page.locator("textarea").first();
  const text = await editor.inputValue();
  const path = new URL(page.url()).pathname.replace("/data/documents", "/api/documents");
  const { version } = await (await page.request.get(path)).json();
  let letGo = () => {};
  const held = new Promise((done) => (letGo = done));
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() === "PUT") await held;
    await route.continue();
  });
  await editor.fill(`${text}# first\n`);
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await editor.fill(`${text}# first\n# second\n`);
  letGo();
  await page
    .locator(`.host select option[value="${version + 1}"]`)
    .first()
    .waitFor({ state: "attached" });
  assert.equal(await editor.inputValue(), `${text}# first\n# second\n`);
  await page.getByRole("button", { name: "Save as a new version" }).click();
  await page.getByText(`Saved as version ${version + 2}.`).waitFor();
}

/** A BPMN file is imported, drawn with the mark of bpmn.io, exported, and imported again with a mistake. */
async function process(page) {
  const drawn = (task) =>
    `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="s"/>
<task id="t" name="${task}"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/>
<sequenceFlow id="g" sourceRef="t" targetRef="e"/></process></definitions>`;
  const file = (text) => ({
    name: "Handling.bpmn",
    mimeType: "application/xml",
    buffer: Buffer.from(text),
  });
  await open(page, "/data/documents?lang=en");
  const input = page.getByLabel("Import a BPMN file");
  await input.setInputFiles(file(drawn("order.placed")));
  const drawing = page.locator(".drawing");
  await drawing.getByText("order.placed").waitFor();
  await drawing.locator(".bjs-powered-by").waitFor();
  await page
    .getByText("journeys can be held against it; tasks and named events in blocks: 1")
    .waitFor();
  const scale = () => page.locator(".drawing .viewport").getAttribute("transform");
  const before = await scale();
  await page.getByRole("button", { name: "Zoom in" }).click();
  assert.notEqual(await scale(), before);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export BPMN" }).click();
  assert.equal((await download).suggestedFilename(), "Handling.bpmn");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/data/documents/processes/Handling?lang=fr");
  await drawing.getByText("order.placed").waitFor();
  const mark = await drawing.locator(".bjs-powered-by").boundingBox();
  assert.ok(mark && mark.x + mark.width <= 390, "the mark is seen in full");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `the page is ${wide} wide on a phone`);
  await page.getByRole("link", { name: "Y comparer les parcours" }).click();
  await page
    .getByRole("heading", { name: "order.placed" })
    .or(page.getByText("order.placed"))
    .first()
    .waitFor();

  await open(page, "/data/documents?lang=en");
  await input.setInputFiles(file(drawn("x").replace('targetRef="e"', 'targetRef="end"')));
  await page.locator('[role="alert"]').getByText("names 'end', which is not there").waitFor();
}

async function reviewed(page) {
  await open(page, "/data/documents?lang=en");
  const list = page.locator("section.card", {
    has: page.getByRole("heading", { name: "Personas", exact: true }),
  });
  await list.locator("li a").first().click();
  const remarks = page.locator("section.card", {
    has: page.getByRole("heading", { name: /Review and remarks/ }),
  });
  await remarks.getByText("Nobody has said anything").waitFor();
  const add = remarks.getByRole("button", { name: "Add" });
  const text = remarks.getByLabel("Remark");
  await text.fill("Is the share still right? <b>é</b>");
  assert.ok(await add.isDisabled(), "who speaks is said first");
  await page.getByLabel("Your name").fill("Inès");
  const editor = page.locator("textarea").first();
  await editor.fill(`${await editor.inputValue()}# typed meanwhile\n`);
  await remarks.locator("select").selectOption("proposed");
  await add.click();
  await remarks.getByText("Is the share still right? <b>é</b>").waitFor();
  assert.equal(await remarks.locator("h2 .tag").innerText(), "proposed");
  assert.match(await editor.inputValue(), /typed meanwhile/);
  await page.getByRole("button", { name: "Discard my changes" }).click();
  await page.reload();
  await remarks.getByText("Is the share still right?").waitFor();
  await remarks.locator("select").selectOption("accepted");
  await add.click();
  await remarks.locator("li").nth(1).waitFor();
  assert.equal(await remarks.locator("h2 .tag").innerText(), "accepted");
  await open(page, "/data/documents?lang=fr");
  await page.getByText("accepté", { exact: true }).waitFor();
}

export const dataScenarios = [
  { name: "a process in BPMN is imported, drawn and exported", work: process },
  { name: "a file comes in, a bad row is refused", work: importing },
  { name: "a document is checked, saved, and a conflict is shown", work: documents },
  { name: "two people's changes to a document are put together", work: putTogether },
  { name: "what is typed while a document is saved stays", work: typedWhileSaving },
  { name: "a version is remarked on, proposed and accepted", work: reviewed },
  { name: "a save is undone, a version restored", work: undone },
];
