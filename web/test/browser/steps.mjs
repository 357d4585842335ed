// Words of the browser tests: small things that people do and see.
import assert from "node:assert/strict";

export { assert };

/** Opens an address and waits until its view has its data. */
export async function open(page, address) {
  await page.goto(address);
  await settled(page);
}

export async function settled(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
}

/** The first whole number in a text, whatever groups its digits: "1,234 journeys" or "1 234 parcours". */
export function numberIn(text) {
  const found = /\d[\d\s.,\u00a0\u202f]*/.exec(text);
  assert.ok(found, `no number in "${text}"`);
  return Number(found[0].replace(/\D/g, ""));
}

/** The count that the list behind a number shows. */
export async function panelCount(page) {
  const count = page.locator("aside .count[data-count]");
  await count.waitFor();
  await page.waitForFunction(() =>
    /^\d+$/.test(document.querySelector("aside .count")?.dataset.count ?? ""),
  );
  return Number(await count.getAttribute("data-count"));
}

/** Loads the list to its end and counts its lines. */
export async function panelLines(page, most = 400) {
  for (;;) {
    await page.waitForFunction(
      () => document.querySelector("aside")?.getAttribute("aria-busy") === "false",
    );
    const lines = await page.locator("aside li").count();
    const more = page.locator("aside footer button");
    if (lines >= most || (await more.count()) === 0) return lines;
    await more.click();
    await page.waitForFunction(
      (before) => document.querySelectorAll("aside li").length > before,
      lines,
    );
  }
}

/** Asks the server itself, as the screens do. */
export async function ask(page, question, body) {
  const answer = await page.request.post(`/api/${question}`, { data: body });
  assert.ok(answer.ok(), `${question}: ${await answer.text()}`);
  return answer.json();
}
