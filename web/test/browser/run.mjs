// Walks the screens in a browser, as people do, against a running server.
//
//   npm run test:browser [-- --update | --only TEXT]
//
// PARCOURS_URL  address of a server that holds the demonstration company; if absent, one is started:
// PARCOURS_BIN  the program (default ../build/dev/parcours, else ../build/release/parcours).
// --only TEXT   only the scenarios whose name holds it.
// --update      writes the guide's pictures to docs/guide/images.
//
// Two lanes run side by side, each with a server of its own: what one changes, the other does not see.
// Against a given server they take turns.
import { chromium } from "playwright-core";
import { checkAccessibility } from "./accessibility.mjs";
import { scenarios } from "./scenarios.mjs";
import { retentionScenarios } from "./scenarios_retention.mjs";
import { funnelScenarios } from "./scenarios_funnel.mjs";
import { pathScenarios } from "./scenarios_paths.mjs";
import { groupScenarios } from "./scenarios_groups.mjs";
import { patternScenarios } from "./scenarios_patterns.mjs";
import { controlScenarios } from "./scenarios_control.mjs";
import { discoveryScenarios } from "./scenarios_discovery.mjs";
import { promiseScenarios } from "./scenarios_promises.mjs";
import { driverScenarios } from "./scenarios_drivers.mjs";
import { conformanceScenarios } from "./scenarios_conformance.mjs";
import { comparedScenarios } from "./scenarios_compared.mjs";
import { personaScenarios } from "./scenarios_personas.mjs";
import { designScenarios } from "./scenarios_design.mjs";
import { studioScenarios } from "./scenarios_studio.mjs";
import { waitScenarios } from "./scenarios_waits.mjs";
import { pictures } from "./pictures.mjs";
import { startServer } from "./server.mjs";

const kFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const given = process.env.PARCOURS_URL?.replace(/\/$/, "");
const update = process.argv.includes("--update");
const at = process.argv.indexOf("--only");
const only = at < 0 ? "" : (process.argv[at + 1] ?? "");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: kFlags,
});
const counts = { passed: 0, failed: 0 };

/** Runs one test in a fresh profile; console errors and failed requests of our own are failures too. */
async function run(server, name, work, options = {}) {
  const context = await browser.newContext({
    baseURL: server.address,
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    locale: "en-GB",
    timezoneId: "UTC",
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    const expected = /status of 4\d\d/.test(message.text());
    if (message.type() === "error" && !expected) troubles.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.address) && !/^(data|blob):/.test(url))
      troubles.push(`foreign request: ${url}`);
  });
  try {
    await work(page);
    if (troubles.length > 0) throw new Error(troubles.join("\n"));
    counts.passed++;
    console.log(`ok      ${name}`);
  } catch (error) {
    counts.failed++;
    console.log(`FAILED  ${name}\n        ${String(error.message).replaceAll("\n", "\n        ")}`);
  }
  await context.close();
}

/** Runs the scenarios one after the other against one server, and then what else the lane does. */
async function lane(scenariosOfIt, { before, after } = {}) {
  const server = given ? { address: given, stop: async () => {} } : await startServer();
  const here = (name, work, options) => run(server, name, work, options);
  try {
    await before?.(here);
    for (const { name, work, options } of scenariosOfIt)
      if (name.includes(only)) await here(name, work, options);
    await after?.(here);
  } finally {
    await server.stop();
  }
}

// Some of these change the workspace; the pictures come before them.
const changing = () =>
  lane([...scenarios, ...designScenarios], { before: update ? pictures : undefined });
const asking = () =>
  lane(
    [
      ...waitScenarios,
      ...personaScenarios,
      ...retentionScenarios,
      ...funnelScenarios,
      ...pathScenarios,
      ...groupScenarios,
      ...patternScenarios,
      ...driverScenarios,
      ...conformanceScenarios,
      ...discoveryScenarios,
      ...promiseScenarios,
      ...controlScenarios,
      ...comparedScenarios,
      ...studioScenarios,
    ],
    { after: only === "" ? checkAccessibility : undefined },
  );

try {
  const first = changing();
  if (given) await first;
  const ends = await Promise.allSettled([first, asking()]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
} finally {
  await browser.close();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
