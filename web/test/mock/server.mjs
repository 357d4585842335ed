// Development server with made-up journeys: the API of ../../api over test data, and dist if built.
//   node test/mock/server.mjs [--port 8099] [--empty] [--slow 400]
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { parseArgs } from "node:util";
import { canvas, stageOf } from "./canvas.mjs";
import { documents } from "./documents.mjs";
import { imports } from "./imports.mjs";
import { funnel, paths, summary, transitions, variants } from "./questions.mjs";
import { inSet, iso } from "./sets.mjs";
import { world as makeWorld } from "./world.mjs";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "8099" },
    empty: { type: "boolean" },
    slow: { type: "string", default: "0" },
  },
});
const world = makeWorld(420, 7);
if (options.empty) world.journeys = [];
const dist = new URL("../../dist/", import.meta.url).pathname;
const types = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".html": "text/html; charset=utf-8",
};

const row = (j) => ({
  journey: j.journey,
  label: j.label,
  customer: j.customer,
  start: iso(j.start),
  end: iso(j.end),
  duration_us: j.end - j.start,
  events: j.events.length,
  running: j.running,
  touchpoints: j.events.slice(0, 20).map((e) => e.touchpoint),
});

const timeline = (journey) => ({
  journey: journey.journey,
  label: journey.label,
  start: iso(journey.start),
  end: iso(journey.end),
  running: journey.running,
  events: journey.events.map((e, i) => ({
    id: e.id,
    at: iso(e.at),
    touchpoint: e.touchpoint,
    name: e.touchpoint,
    channel: e.channel,
    lifecycle: null,
    score: e.score ?? null,
    value: null,
    verbatim: e.verbatim ?? null,
    stage: null,
    source: "shop",
    properties: e.properties,
    gap_us: i === 0 ? null : e.at - journey.events[i - 1].at,
  })),
});

function customers(all) {
  const groups = Map.groupBy ? Map.groupBy(all, (j) => j.customer) : new Map();
  if (groups.size === 0)
    for (const j of all) groups.set(j.customer, [...(groups.get(j.customer) ?? []), j]);
  return [...groups].map(([customer, list]) => ({
    customer,
    journeys: list.length,
    events: list.reduce((sum, j) => sum + j.events.length, 0),
    first: iso(Math.min(...list.map((j) => j.start))),
    last: iso(Math.max(...list.map((j) => j.end))),
    running: list.some((j) => j.running),
  }));
}

const page = (list, { offset = 0, limit = 50 }) => list.slice(offset, offset + limit);

const questions = {
  summary,
  transitions,
  variants,
  paths,
  funnel,
  canvas,
  journeys(journeys, _, body) {
    const found = journeys.filter(inSet(body.set, world, stageOf(world)));
    const by = { duration: (j) => j.start - j.end, events: (j) => -j.events.length };
    if (by[body.order]) found.sort((a, b) => by[body.order](a) - by[body.order](b));
    return { count: found.length, journeys: page(found, body).map(row) };
  },
  customers(journeys, _, body) {
    const found = customers(journeys).filter((c) => c.customer.includes(body.search ?? ""));
    return { count: found.length, customers: page(found, body) };
  },
  customer(journeys, _, { customer }) {
    const mine = journeys.filter((j) => j.customer === customer);
    if (mine.length === 0)
      throw problem(
        404,
        "not_found",
        `There is no customer "${customer}".`,
        "Search the list of customers.",
      );
    return { customer, journeys: mine.map(timeline) };
  },
  overview(journeys) {
    if (journeys.length === 0)
      return { empty: true, events: 0, journeys: 0, from: null, to: null, designs: [] };
    const drawn = canvas(journeys, world, {});
    const verdicts = { disappointing: 0, neutral: 0, delight: 0, unknown: 0 };
    for (const s of drawn.stages) verdicts[s.felt.verdict]++;
    return {
      empty: false,
      events: drawn.base.events,
      journeys: journeys.length,
      from: iso(world.from),
      to: iso(world.to),
      designs: [
        {
          ...drawn.design,
          journeys: journeys.length,
          completed_share: 0.09,
          verdicts,
          promises: drawn.stages
            .filter((s) => s.lived?.promise)
            .map((s) => ({
              stage: s.id,
              title: s.title,
              late_share: s.lived.promise.broken_share,
              interval: s.lived.promise.interval,
            })),
          needs_look: drawn.needs_look,
        },
      ],
    };
  },
  proposal: () => ({
    text: "journey: proposed\nstages: []\n",
    name: "proposal",
    notices: [
      {
        en: "Stages are frequent touchpoints in their typical order.",
        fr: "Les étapes sont les points de contact fréquents dans leur ordre habituel.",
      },
    ],
  }),
};

function problem(status, code, message, hint, where = null) {
  return Object.assign(new Error(message), {
    status,
    body: { error: { code, message, where, hint } },
  });
}

function select(wanted = {}) {
  const at = (text) => Date.parse(text) * 1000;
  if (wanted.from && Number.isNaN(at(wanted.from)))
    throw problem(400, "bad_query", `"${wanted.from}" is no date.`, "Write it as 2025-03-01.", {
      source: "query select.from",
      line: 0,
      column: 0,
      length: 0,
    });
  return world.journeys
    .filter(
      (j) =>
        (!wanted.from || j.start >= at(wanted.from)) && (!wanted.to || j.start < at(wanted.to)),
    )
    .filter(inSet(wanted.set, world, stageOf(world)));
}

async function body(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function answer(request, url) {
  const [, , name, ...rest] = url.pathname.split("/");
  if (name === "status")
    return { version: "mock", workspace: "test", snapshot: 1, events: 3000, import: null };
  if (["uploads", "imports", "refused"].includes(name))
    return imports(request.method, [name, ...rest], url, await body(request), problem);
  if (name === "documents")
    return documents(
      request.method,
      rest.map(decodeURIComponent),
      url,
      await body(request),
      problem,
    );
  const ask = questions[name];
  if (!ask) throw problem(404, "not_found", `There is no question "${name}".`, "");
  const text =
    request.method === "GET" ? (url.searchParams.get("q") ?? "{}") : String(await body(request));
  const parameters = JSON.parse(text || "{}");
  return { snapshot: 1, took_us: 1200, ...ask(select(parameters.select), world, parameters) };
}

function file(url, response) {
  const path = extname(url.pathname) ? url.pathname : "/index.html";
  try {
    const content = readFileSync(join(dist, path));
    response.writeHead(200, {
      "content-type": types[extname(path)] ?? "application/octet-stream",
      "content-security-policy":
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:",
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
}

createServer(async (request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (!url.pathname.startsWith("/api/")) return file(url, response);
  await new Promise((done) => setTimeout(done, Number(options.slow)));
  try {
    const result = await answer(request, url);
    response.writeHead(result?.download ? 200 : 200, { "content-type": "application/json" });
    response.end(result?.download ?? JSON.stringify(result));
  } catch (error) {
    if (!error.body) console.error(error);
    const failed = error.body ?? problem(500, "internal", String(error.message), "").body;
    response.writeHead(error.status ?? 500, { "content-type": "application/json" });
    response.end(JSON.stringify(failed));
  }
}).listen(Number(options.port), "127.0.0.1", () => console.log(`http://127.0.0.1:${options.port}`));
