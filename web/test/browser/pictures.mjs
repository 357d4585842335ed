// The pictures of the guide, taken from the demonstration company.
import { mkdir } from "node:fs/promises";
import { open } from "./steps.mjs";

const kFolder = new URL("../../../docs/guide/images/", import.meta.url).pathname;
const kPhone = { viewport: { width: 390, height: 844 } };

const kPictures = [
  { name: "journeys", address: "/?lang=en" },
  { name: "canvas", address: "/canvas?lang=en" },
  { name: "canvas-fr", address: "/canvas?lang=fr" },
  {
    name: "compare",
    address: `/canvas?lang=en&compare=rest&only=${encodeURIComponent(
      '{"of":"stage","design":"maison-lumen","stage":"deliver","what":"promise_broken"}',
    )}`,
  },
  { name: "canvas-dark", address: "/canvas?lang=en", options: { colorScheme: "dark" } },
  { name: "canvas-phone", address: "/canvas?lang=fr", options: kPhone },
  { name: "transitions", address: "/explore/graph?lang=en" },
  { name: "paths", address: "/explore/paths?lang=en" },
  { name: "variants", address: "/explore/variants?lang=en" },
  {
    name: "funnel",
    address:
      "/explore/funnel?lang=en&steps=site.visit>basket.add>order.placed>delivery.completed&within=30d",
  },
  {
    name: "time-to-event",
    address:
      "/explore/time?lang=en&origin=installation.completed&outcomes=contract.renewed>contract.cancelled&horizon=60d",
  },
  { name: "conformance", address: "/explore/conformance?lang=en" },
  { name: "contact-drivers", address: "/explore/drivers?lang=en&contacts=phone.call&length=2" },
  {
    name: "compared",
    address: `/explore/graph?lang=en&compare=rest&only=${encodeURIComponent(
      '{"of":"group","by":{"property":"region"},"value":"Provence"}',
    )}`,
    of: 'section[aria-labelledby="comparison"]',
  },
  { name: "studio", address: "/data/documents/designs/maison-lumen?lang=en&edit=studio" },
  { name: "customers", address: "/customers?lang=en" },
  { name: "refused", address: "/data/refused?lang=en" },
];

export async function pictures(run) {
  await mkdir(kFolder, { recursive: true });
  for (const { name, address, options, of } of kPictures) {
    const work = async (page) => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      await open(page, address);
      await page.waitForLoadState("networkidle");
      // Of a part of the screen what fits on one.
      const part = of && (await page.locator(of).boundingBox());
      const clip = part ? { clip: { ...part, height: Math.min(part.height, 620) } } : {};
      await page.screenshot({ path: `${kFolder}${name}.png`, fullPage: Boolean(part), ...clip });
    };
    await run(`picture ${name}`, work, options);
  }
  const timeline = async (page) => {
    await open(page, "/canvas?lang=en");
    await page.locator("svg a.number-link", { hasText: /^late/ }).first().click();
    await page.locator("aside li a").first().waitFor();
    await page.locator("aside select").selectOption("events");
    await page.waitForURL(/order=events/);
    await page.locator('aside[aria-busy="false"] li a').first().waitFor();
    await page.screenshot({ path: `${kFolder}list.png` });
    await page.locator("aside li a").first().click();
    await page.locator("section.journey.lit").waitFor();
    await page.screenshot({ path: `${kFolder}timeline.png` });
  };
  await run("pictures list and timeline", timeline);
}
