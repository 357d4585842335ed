// What cannot be done as asked: said where it stands, with what to do; and what is not saved is not left behind.
import { ask, assert, open, settled } from "./steps.mjs";

const alert = (page) => page.locator('main [role="alert"]');

/** The words of an answer, French spaces made plain ones. */
const answer = async (page) => (await alert(page).innerText()).replace(/[\u00a0\u202f]/g, " ");

async function mistakes(page) {
  await open(page, "/canvas/no-such-design?lang=en");
  await page.getByRole("alert").waitFor();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await page.goto("/no/such/page?lang=fr");
  await page.getByText("Cette page n’existe pas").first().waitFor();
}

/** A binary file, a mapping with an unknown column, an unknown funnel step: answers in French, and a way on. */
async function mistakesInFrench(page) {
  await open(page, "/data?lang=fr");
  const file = page.locator('input[type="file"]');
  const bytes = Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * 7919) % 251));
  await file.setInputFiles({
    name: "photo.bin",
    mimeType: "application/octet-stream",
    buffer: bytes,
  });
  await alert(page).waitFor();
  const binary = await answer(page);
  assert.match(binary, /ce n’est pas un fichier texte/);
  assert.match(binary, /photo\.bin/);
  assert.match(binary, /formats connus : CSV/);

  // The way on stands below the answer: another file.
  const rows =
    "event_id,customer_id,time,event,channel,amount\nf-1,fr-1,2025-03-01T10:00:00Z,x,web,3\n";
  await file.setInputFiles({
    name: "petit.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(rows),
  });
  await page.getByRole("heading", { name: "Comment petit.csv sera lu" }).waitFor();
  const roles = await page.locator(".columns tbody .tag").allInnerTexts();
  assert.deepEqual(roles, [
    "identifiant de l’événement",
    "client",
    "date et heure",
    "activité",
    "canal",
    "valeur",
  ]);
  const editor = page.locator("textarea").first();
  const mapping = await editor.inputValue();
  await editor.fill(mapping.replace(/customer: .*/, "customer: custumer_id"));
  await page.getByRole("button", { name: "Importer", exact: true }).click();
  await alert(page).waitFor();
  const column = await answer(page);
  assert.match(column, /custumer_id/);
  assert.match(column, /colonne/);
  assert.match(column, /customer_id.*\?|connus|connues/s, "what to do");
  assert.doesNotMatch(column, /\b(column|names|did you mean|known)\b/);

  // Going to another screen with a mapping that was edited since asks, in the words of the tab's own warning.
  await editor.fill(`${mapping}# à moi\n`);
  await page.getByRole("link", { name: "Choisir un autre fichier" }).click();
  const leave = page.getByRole("dialog", { name: /Quitter cet écran/ });
  assert.match(await leave.innerText(), /ne seront peut-être pas enregistrées/);
  await leave.getByRole("button", { name: "Rester" }).click();
  assert.match(await editor.inputValue(), /# à moi/);
  await page.getByRole("link", { name: "Choisir un autre fichier" }).click();
  await leave.getByRole("button", { name: "Quitter sans enregistrer" }).click();
  await editor.waitFor({ state: "detached" });

  await open(page, "/explore/funnel?lang=fr&steps=site.visit>order.plced");
  const step = await answer(page);
  assert.match(step, /Aucun point de contact des données ne s’appelle « order\.plced »\./u);
  assert.match(step, /Vouliez-vous dire :\s*order\.placed/u);
  assert.match(step, /Rien n’est calculé/);
}

/** Funnel steps, anchors of paths, the filter and a set of the address: marked, and mended with one click. */
async function unknownTouchpoints(page) {
  let asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page, "/explore/funnel?lang=en&steps=site.visit>order.placed");
  await page.getByLabel("Name of a touchpoint").fill("delivery.complete");
  asked = [];
  await page.getByRole("button", { name: "Add a step" }).click();
  const marked = page.locator("ol li.unknown");
  await marked.waitFor();
  assert.match(await marked.innerText(), /delivery\.complete\s+no such touchpoint/);
  assert.equal(await page.locator("ol li strong").count(), 3, "the step stays");
  assert.equal(await page.locator("tbody tr").count(), 0, "no answer without it");
  assert.ok(!asked.includes("/api/funnel"), "nothing is computed");
  await page
    .getByRole("button", { name: "Take delivery.completed instead of delivery.complete" })
    .click();
  await page.locator("tbody tr").nth(2).waitFor();
  assert.equal(await marked.count(), 0);
  assert.equal(await page.locator("tbody tr").count(), 3);

  // What only the server can refuse leaves the builder where it is.
  await open(page, "/explore/funnel?lang=en&steps=site.visit&within=soon");
  await alert(page).waitFor();
  await page.getByRole("button", { name: "Remove site.visit" }).waitFor();

  await open(page, "/explore/paths?lang=en&touchpoint=order.plced");
  assert.match(await alert(page).innerText(), /No touchpoint of the data is called “order\.plced”/);
  assert.equal(await page.locator("svg.tree").count(), 0);
  await page.getByRole("button", { name: "Take order.placed instead of order.plced" }).click();
  await page.locator("svg.tree").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("touchpoint"), "order.placed");

  await open(page, "/explore/variants?lang=en&touchpoints=site.visit,ordr.placed");
  const field = page.getByLabel("Touchpoints", { exact: true });
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  await page.getByRole("button", { name: "Take order.placed instead of ordr.placed" }).click();
  await page.locator("tbody tr").first().waitFor();
  assert.equal(await field.inputValue(), "site.visit,order.placed");

  const only = (set) => encodeURIComponent(JSON.stringify(set));
  const set = { of: "touchpoint", touchpoint: "order.plced" };
  await open(page, `/explore/variants?lang=en&only=${only(set)}`);
  await page.getByRole("button", { name: "Take order.placed instead of order.plced" }).click();
  await page.locator("tbody tr").first().waitFor();
  const mended = JSON.parse(new URL(page.url()).searchParams.get("only"));
  assert.equal(mended.touchpoint, "order.placed");
  await open(page, "/explore/variants?lang=en&only=nonsense");
  assert.match(await alert(page).innerText(), /“only” in the address names no set of journeys/);
}

/** A design named in the address that is not kept: an error, those that are, and the way to all of them. */
async function designOfNoName(page) {
  for (const address of ["/canvas?design=no-such-design", "/canvas/no-such-design"]) {
    await open(page, `${address}${address.includes("?") ? "&" : "?"}lang=fr`);
    assert.match(await answer(page), /no-such-design.* parmi les parcours cibles/);
    assert.equal(await page.locator("svg a.number-link").count(), 0, "no canvas is shown");
    await page.getByRole("link", { name: "Parcours cibles, dans Données" }).waitFor();
    await page.locator("section.card li a").first().click();
    await page.locator("svg a.number-link").first().waitFor();
  }
  const { designs } = await ask(page, "overview", {});
  await open(page, `/canvas?design=${encodeURIComponent(designs[0].name)}&lang=en`);
  await page.locator("svg a.number-link").first().waitFor();
  assert.equal(await alert(page).count(), 0);
}

/** A link, the back button, another version and a new draft ask; staying keeps the text, leaving does not. */
async function leavingAsksFirst(page) {
  await open(page, "/data/documents?lang=en");
  const list = page.locator("section", {
    has: page.getByRole("heading", { name: "Experience repositories", exact: true }),
  });
  await list.locator("li a").first().click();
  await settled(page);
  const address = page.url();
  const editor = page.locator("textarea").first();
  const kept = await editor.inputValue();
  const mine = `${kept}\n# not saved\n`;
  const dialog = page.getByRole("dialog", { name: "Leave this screen?" });
  const stay = async (why) => {
    await dialog.waitFor();
    const focused = await page.evaluate(() => document.activeElement.textContent.trim());
    assert.equal(focused, "Stay", "staying is the default");
    await page.keyboard.press(why === "back" ? "Escape" : "Enter");
    await dialog.waitFor({ state: "detached" });
    assert.equal(page.url(), address, why);
    assert.equal(await editor.inputValue(), mine, why);
  };
  await editor.fill(mine);
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  await stay("link");
  await page.goBack();
  await stay("back");
  await page.getByRole("button", { name: "Discard my changes" }).click();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  assert.equal(await editor.inputValue(), mine, "undo still works");
  const versions = page.locator(".host select").first();
  const shown = await versions.inputValue();
  const others = await versions.locator("option").allInnerTexts();
  const other = others.find((version) => version.trim() !== shown);
  if (other) {
    await versions.selectOption(other.trim());
    await stay("version");
    assert.equal(await versions.inputValue(), shown);
  }

  await page.goBack();
  await dialog.getByRole("button", { name: "Leave without saving" }).click();
  await page.waitForURL(/\/data\/documents\?/);
  await settled(page);
  await page.goForward();
  await editor.waitFor();
  assert.equal(await editor.inputValue(), kept, "what was left is not there any more");
  await page.getByRole("link", { name: "Customers", exact: true }).click();
  await page.waitForURL(/\/customers/);
  assert.equal(await dialog.count(), 0, "nothing changed, nothing asked");
}

export const mistakeScenarios = [
  { name: "mistakes are answered", work: mistakes },
  { name: "mistakes are answered in French", work: mistakesInFrench },
  { name: "a name that no touchpoint has is said at its field", work: unknownTouchpoints },
  { name: "a design that is not kept is no proposal", work: designOfNoName },
  { name: "changes that are not saved are not left without asking", work: leavingAsksFirst },
];
