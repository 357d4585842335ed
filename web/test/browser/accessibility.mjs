// Basic accessibility of every screen, light and dark: names, headings, language, contrast of text.
import { assert, open } from "./steps.mjs";

const kScreens = [
  "/",
  "/canvas",
  "/explore/graph",
  "/explore/paths",
  "/explore/variants",
  "/explore/funnel?steps=site.visit>order.placed",
  "/explore/funnel?steps=site.visit>order.plced",
  "/explore/funnel?steps=site.visit>order.placed&groups=start:channel",
  "/explore/time?origin=order.placed&outcomes=delivery.completed>phone.call",
  "/explore/time?outcomes=delivery.completd",
  "/explore/retention?start=order.placed&return=order.placed",
  "/explore/retention?start=order.plced",
  "/explore/patterns?pattern=order.placed -> !phone.call -> delivery.completed",
  "/explore/patterns?pattern=order.placed -> (a",
  "/explore/drivers?contacts=phone.call&window=7d&length=2",
  "/explore/drivers",
  "/explore/variants?from=2025-07-01&compare=..2025-07-01",
  "/explore/conformance",
  '/explore/conformance?accepted=[{"deviation":"missed","stage":"renew"}]&missed=5&limit=3',
  "/explore/conformance?design=no-such-design",
  "/explore/promises",
  "/explore/promises?channels=1",
  "/explore/promises?design=no-such-design",
  "/explore/saved",
  "/canvas?design=no-such-design",
  "/customers",
  "/personas",
  "/customers/C00000001?beside=1",
  "/data",
  "/data/refused",
  "/data/documents",
  "/data/documents/new-design",
  "/data/documents/designs?start=empty&edit=studio",
  "/data/documents/designs/maison-lumen?edit=studio",
  "/data/documents/designs/maison-lumen",
  "/data/documents/guides/contact-listening",
];

/** Runs in the page; returns what is wrong, in words. */
function faults() {
  const wrong = [];
  const seen = (element) =>
    element.checkVisibility?.({ visibilityProperty: true, opacityProperty: true }) ?? true;
  const nameOf = (element) =>
    element.getAttribute("aria-label") ||
    (element.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join("") ||
    [...(element.labels ?? [])].map((label) => label.textContent).join("") ||
    element.textContent ||
    element.getAttribute("title") ||
    "";
  if (!document.documentElement.lang) wrong.push("no language");
  if (!document.title) wrong.push("no title");
  if (document.querySelectorAll("h1").length !== 1)
    wrong.push(`${document.querySelectorAll("h1").length} h1`);
  if (document.querySelectorAll("main").length !== 1) wrong.push("not one main");
  for (const element of document.querySelectorAll(
    "button, a[href], input, select, textarea, summary, [role=img]",
  )) {
    if (seen(element) && nameOf(element).trim() === "")
      wrong.push(`no name: ${element.outerHTML.slice(0, 90)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of ids.filter((one, at) => ids.indexOf(one) !== at)) wrong.push(`id twice: ${id}`);
  for (const image of document.querySelectorAll("svg:not([aria-hidden]):not([aria-label])")) {
    if (!image.closest("[aria-label], [aria-hidden]") && !image.querySelector("[aria-label]"))
      wrong.push(`unnamed drawing: ${image.outerHTML.slice(0, 60)}`);
  }

  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const part = (value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] > 250) return color;
    }
    return rgba(getComputedStyle(document.documentElement).backgroundColor);
  };
  const low = new Map();
  for (const element of document.querySelectorAll("main *, .bar *")) {
    const own = [...element.childNodes].some(
      (node) => node.nodeType === 3 && node.textContent.trim() !== "",
    );
    if (!own || !seen(element) || element.closest(":disabled, .hidden, option, [aria-hidden=true]"))
      continue;
    const style = getComputedStyle(element);
    const ink = rgba(element instanceof SVGElement ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5)
      low.set(
        `${style.color} ${element.className?.baseVal ?? element.className}`,
        `${ratio.toFixed(2)} "${element.textContent.trim().slice(0, 24)}" ${element.tagName}.${element.className?.baseVal ?? element.className}`,
      );
  }
  return [...wrong, ...[...low.values()].map((text) => `contrast ${text}`)];
}

export async function checkAccessibility(run) {
  for (const screen of kScreens) {
    const work = async (page) => {
      await open(page, `${screen}${screen.includes("?") ? "&" : "?"}lang=fr`);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        assert.deepEqual(await page.evaluate(faults), [], colorScheme);
      }
    };
    await run(`accessible: ${screen}`, work);
  }
}
