// A small made-up world for developing and testing the screens. TEST DATA: never shipped.
//
//   seed  ->  journeys of generated customers, in the vocabulary of the demonstration company

const MINUTE = 60e6;
const HOUR = 3600e6;
const DAY = 86400e6;

/** A small seeded generator (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const praise = [
  "Livraison rapide et soignée.",
  "Very helpful adviser, thank you.",
  "Rien à redire.",
];
const blame = [
  "Deux jours de retard, personne n'a prévenu.",
  "Nobody called back, I had to repeat everything.",
  "Installateur absent, journée perdue.",
];

function journeyOf(next, startUs, endUs) {
  const events = [];
  let at = startUs;
  const pick = (list) => list[Math.floor(next() * list.length)];
  const add = (touchpoint, channel, gap, more = {}) => {
    at += Math.round(gap * (0.3 + next() * 1.6));
    if (at < endUs) events.push({ touchpoint, channel, at, properties: {}, ...more });
  };
  const score = (good) =>
    Math.max(0, Math.min(10, Math.round((good ? 8.1 : 3.6) + (next() - 0.5) * 4)));
  const web = next() < 0.55 ? "web" : "app";
  if (next() < 0.5) add("ad.seen", pick(["social", "web", "email"]), MINUTE);
  add("site.visit", web, HOUR);
  if (next() < 0.6) {
    const empty = next() < 0.25;
    add("portal.search", web, 3 * MINUTE, { properties: { results: empty ? "0" : "12" } });
    if (next() < (empty ? 0.4 : 0.1)) {
      add("phone.call", "phone", 2 * HOUR, { properties: { reason: "search", wait_s: "340" } });
    }
  }
  for (let n = Math.floor(next() * 3); n > 0; --n) add("product.view", web, 5 * MINUTE);
  if (next() < 0.25) add("store.visit", "store", 2 * DAY);
  if (next() < 0.55) return events;
  add("basket.add", web, HOUR);
  if (next() < 0.2) return events;
  if (next() < 0.08) add("payment.refused", web, MINUTE);
  add("order.placed", next() < 0.8 ? web : "store", 10 * MINUTE, {
    properties: { amount: String(Math.round(80 + next() * 900)) },
  });
  add("order.confirmed", "email", 0);
  const late = next() < 0.18;
  add("delivery.scheduled", pick(["sms", "email"]), 4 * HOUR);
  add("delivery.completed", "delivery", late ? 3.2 * DAY : 1.2 * DAY, {
    properties: { delay_h: late ? "26" : "-3" },
  });
  if (next() < 0.35) {
    const given = score(!late);
    add("survey.delivery", "email", DAY, {
      score: given,
      verbatim: next() < 0.6 ? pick(given > 6 ? praise : blame) : null,
    });
  }
  if (next() < 0.6) {
    add("installation.booked", pick(["phone", "web"]), 6 * HOUR);
    add(next() < 0.1 ? "installation.failed" : "installation.completed", "field", 4 * DAY);
  }
  if (next() < 0.45) {
    const wait = Math.round(next() * 600);
    if (next() < 0.3)
      add("help.search", web, 9 * DAY, { properties: { results: pick(["0", "4"]) } });
    if (next() < 0.65)
      add("phone.call", "phone", 5 * DAY, { properties: { wait_s: String(wait) } });
    else if (next() < 0.4) add("chat.session", "chat", 5 * DAY);
    else add("email.question", "email", 5 * DAY);
    if (next() < 0.45)
      add("survey.service", "sms", HOUR, { score: score(wait < 300), verbatim: null });
  }
  if (next() < 0.25) {
    add(next() < 0.8 ? "contract.renewed" : "contract.cancelled", pick(["web", "phone"]), 60 * DAY);
  }
  return events;
}

/** Generates `count` journeys of fewer customers; times in microseconds since 1970. */
export function world(count = 420, seed = 7) {
  const next = random(seed);
  const from = Date.UTC(2025, 0, 1) * 1000;
  const to = Date.UTC(2026, 0, 1) * 1000;
  const journeys = [];
  let id = 0;
  while (journeys.length < count) {
    const customer = `C${String(Math.floor(next() * count * 0.8)).padStart(6, "0")}`;
    const events = journeyOf(next, from + Math.floor(next() * (to - from)), to);
    if (events.length === 0) continue;
    for (const event of events) event.id = `E${String(++id).padStart(6, "0")}`;
    const n = journeys.length;
    const last = events[events.length - 1];
    journeys.push({
      journey: n,
      label: `${customer}-${n}`,
      customer,
      events,
      start: events[0].at,
      end: last.at,
      running: to - last.at < 30 * DAY && !last.touchpoint.startsWith("contract."),
    });
  }
  journeys.sort((a, b) => a.start - b.start);
  journeys.forEach((journey, n) => (journey.journey = n));
  return { journeys, from, to };
}
