// The test server's canvas: eight stages over the generated journeys.
import { both, interactionTitles, STAGES } from "./stages.mjs";
import { iso, meanInterval, quantile, wilson } from "./sets.mjs";

const contactStages = STAGES.filter((s) => s.contact !== false);
const eventsOf = (journey, s) => journey.events.filter((e) => s.touchpoints.includes(e.touchpoint));
const depth = (journey) =>
  contactStages.reduce((deepest, s, i) => (eventsOf(journey, s).length > 0 ? i : deepest), -1);
const grade = (event) =>
  event.touchpoint === "delivery.completed"
    ? Number(event.properties.delay_h) > 0
      ? ["late", -2]
      : ["on_time", 2]
    : event.touchpoint === "phone.call"
      ? Number(event.properties.wait_s) > 300
        ? ["long_wait", -2]
        : ["answered", 1]
      : event.touchpoint === "installation.failed"
        ? ["no_show", -3]
        : event.touchpoint === "installation.completed"
          ? ["installed", 1]
          : null;
function promiseState(journey, s, worldEnd) {
  const from = STAGES.find((other) => other.id === s.promise.from);
  const begun = eventsOf(journey, from).find((e) => e.touchpoint === "order.placed")?.at;
  if (begun === undefined) return null;
  const done = eventsOf(journey, s).find((e) => e.touchpoint === "delivery.completed")?.at;
  if (done !== undefined)
    return done - begun <= s.promise.within_us ? "promise_kept" : "promise_broken";
  return begun + s.promise.within_us > worldEnd || journey.running
    ? "promise_pending"
    : "promise_broken";
}

/** Whether a journey belongs to a stage set. */
export const stageOf = (world) => (journey, set) => {
  const s = STAGES.find((one) => one.id === set.stage);
  const place = contactStages.indexOf(s);
  const mine = eventsOf(journey, s);
  const last = depth(journey) === place;
  switch (set.what) {
    case "reached":
      return mine.length > 0;
    case "running":
      return last && journey.running;
    case "dropped":
      return last && !journey.running;
    case "skipped":
      return mine.length === 0 && depth(journey) > place;
    case "channel":
      return mine.some((e) => e.channel === set.channel);
    case "unplanned":
      return mine.some((e) => !s.channels.includes(e.channel));
    case "scored":
      return mine.some((e) => e.score !== undefined);
    case "interaction":
      return mine.some((e) => grade(e)?.[0] === set.interaction);
    default:
      return s.promise !== null && promiseState(journey, s, world.to) === set.what;
  }
};

function livedOf(journeys, s, world) {
  const set = stageOf(world);
  const size = (what, more = {}) =>
    journeys.filter((j) => set(j, { stage: s.id, what, ...more })).length;
  const reached = size("reached");
  const [running, dropped] = [size("running"), size("dropped")];
  const mine = journeys.map((j) => eventsOf(j, s)).filter((list) => list.length > 0);
  const waits = mine.map((list) => list.at(-1).at - list[0].at);
  const channels = [...new Set(mine.flat().map((e) => e.channel))].map((channel) => {
    const n = size("channel", { channel });
    return { channel, journeys: n, share: n / reached, planned: s.channels.includes(channel) };
  });
  const [kept, broken] = [size("promise_kept"), size("promise_broken")];
  const unplanned = size("unplanned");
  return {
    reached,
    share: reached / journeys.length,
    interval: wilson(reached, journeys.length),
    running,
    dropped,
    continued: reached - running - dropped,
    skipped: size("skipped"),
    events: mine.flat().length,
    time: {
      n: waits.length,
      median_us: quantile(waits, 0.5),
      p75_us: quantile(waits, 0.75),
      p90_us: quantile(waits, 0.9),
    },
    promise: s.promise && {
      n: kept + broken,
      kept,
      broken,
      pending: size("promise_pending"),
      broken_share: kept + broken ? broken / (kept + broken) : null,
      interval: wilson(broken, kept + broken),
    },
    channels: channels.sort((a, b) => b.journeys - a.journeys),
    unplanned: { journeys: unplanned, share: reached ? unplanned / reached : null },
  };
}

function cxOf(journeys, s) {
  const lists = journeys
    .map((j) => eventsOf(j, s).map(grade).filter(Boolean))
    .filter((l) => l.length);
  if (lists.length === 0) return null;
  const sums = lists.map((l) => l.reduce((sum, [, g]) => sum + g, 0));
  const list = [...new Set(lists.flat().map(([name]) => name))].map((interaction) => ({
    interaction,
    title: interactionTitles[interaction],
    grade: lists.flat().find(([name]) => name === interaction)[1],
    occurrences: lists.flat().filter(([name]) => name === interaction).length,
    journeys: lists.filter((l) => l.some(([name]) => name === interaction)).length,
  }));
  const worst = [...list].sort((a, b) => a.grade - b.grade)[0];
  return {
    journeys: lists.length,
    interactions: lists.flat().length,
    sum: sums.reduce((a, b) => a + b, 0),
    ...meanInterval(sums),
    attainable_share: Math.max(0, meanInterval(sums).mean / 2),
    worst: {
      interaction: worst.interaction,
      title: worst.title,
      grade: worst.grade,
      journeys: worst.journeys,
    },
    list,
  };
}

function feltOf(journeys, s) {
  const scores = journeys.flatMap((j) => eventsOf(j, s)).filter((e) => e.score !== undefined);
  const cx = s.contact === false ? null : cxOf(journeys, s);
  const none = {
    satisfaction: null,
    cx,
    verdict: "unknown",
    basis: "none",
    gap: null,
    reason: both("Nobody was asked at this stage.", "Personne n’a été interrogé à cette étape."),
  };
  if (scores.length < 2) return none;
  const { mean, interval } = meanInterval(scores.map((e) => e.score));
  const verdict = interval[1] < 6 ? "disappointing" : interval[0] >= 8 ? "delight" : "neutral";
  const target = s.target.satisfaction;
  return {
    ...none,
    satisfaction: {
      n: scores.length,
      journeys: new Set(scores.map((e) => e.id)).size,
      mean,
      interval,
      sources: [{ touchpoint: scores[0].touchpoint, n: scores.length, mean }],
    },
    verdict: scores.length < 10 ? "unknown" : verdict,
    basis: "satisfaction",
    reason: both(
      `95 % interval ${interval.map((x) => x.toFixed(1)).join(" to ")}`,
      `Intervalle à 95 % : ${interval.map((x) => x.toFixed(1)).join(" à ")}`,
    ),
    gap:
      target === null ? null : { value: mean - target, interval: interval.map((x) => x - target) },
  };
}

export function canvas(journeys, world, { design }) {
  const named = new Set(STAGES.flatMap((s) => s.touchpoints));
  const others = journeys.flatMap((j) => j.events).filter((e) => !named.has(e.touchpoint));
  return {
    design: {
      name: design ?? "appliance",
      title: both("Buying and living with an appliance", "Acheter un appareil et vivre avec"),
      proposal: design === "proposal",
      version: 3,
    },
    repository: { name: "appliance", version: 1 },
    base: {
      journeys: journeys.length,
      customers: new Set(journeys.map((j) => j.customer)).size,
      events: journeys.reduce((sum, j) => sum + j.events.length, 0),
      from: iso(world.from),
      to: iso(world.to),
      running: journeys.filter((j) => j.running).length,
    },
    phases: [
      { id: "before", title: both("Before", "Avant") },
      { id: "during", title: both("During", "Pendant") },
      { id: "after", title: both("After", "Après") },
    ],
    scale: {
      satisfaction: { min: 0, max: 10, disappointing_below: 6, delight_from: 8 },
      cx: { disappointing_below: 0, delight_from: 1.5 },
    },
    loop: { from: STAGES.at(-1).id, to: STAGES[1].id },
    stages: STAGES.map((s) => ({
      id: s.id,
      title: s.title,
      phase: s.phase,
      contact: s.contact !== false,
      optional: s.optional === true,
      moment_of_truth: s.importance === null ? null : { importance: s.importance },
      designed: {
        touchpoints: s.touchpoints.map((touchpoint) => ({
          touchpoint,
          title: both(touchpoint, touchpoint),
          channels: s.channels,
          role: "pull",
          kind: "transactional",
        })),
        channels: s.channels,
        promise: s.promise,
        target: s.target,
        desired: s.desired,
      },
      lived: s.contact === false ? null : livedOf(journeys, s, world),
      felt: feltOf(journeys, s),
    })),
    other: {
      events: others.length,
      journeys:
        new Set(others).size &&
        journeys.filter((j) => j.events.some((e) => !named.has(e.touchpoint))).length,
      touchpoints: [...new Set(others.map((e) => e.touchpoint))].map((touchpoint) => ({
        touchpoint,
        events: others.filter((e) => e.touchpoint === touchpoint).length,
        journeys: journeys.filter((j) => j.events.some((e) => e.touchpoint === touchpoint)).length,
      })),
    },
    needs_look: STAGES.filter((s) => s.importance !== null).map((s, n) => ({
      stage: s.id,
      title: s.title,
      rank: n + 1,
      why: [
        {
          reason: "gap",
          value: -1.2,
          interval: [-1.6, -0.8],
          text: both("1.2 below target", "1,2 sous la cible"),
        },
      ],
    })),
    overall: { satisfaction: null, cx: null },
  };
}
