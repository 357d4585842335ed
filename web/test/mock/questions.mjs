// Answers of the test server, each computed from the journeys of its world.
import { funnelState, iso, names, quantile, sequence, tail, wilson } from "./sets.mjs";

const spread = (values) => ({
  min_us: quantile(values, 0),
  p10_us: quantile(values, 0.1),
  p25_us: quantile(values, 0.25),
  median_us: quantile(values, 0.5),
  mean_us: Math.round(values.reduce((a, b) => a + b, 0) / values.length),
  p75_us: quantile(values, 0.75),
  p90_us: quantile(values, 0.9),
  max_us: quantile(values, 1),
});
const count = (list, key) => {
  const counts = new Map();
  for (const item of list) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
};
const having = (journeys, test) => journeys.filter((j) => j.events.some(test)).length;
const unitUs = { s: 1e6, m: 60e6, h: 3600e6, d: 86400e6, w: 604800e6 };
export const duration = (text) =>
  text
    ? [...text.matchAll(/(\d+)([smhdw])/g)].reduce((sum, m) => sum + m[1] * unitUs[m[2]], 0)
    : null;

export function summary(journeys, world) {
  const events = journeys.flatMap((j) => j.events);
  const list = [...count(events, (e) => e.touchpoint)].map(([touchpoint, n]) => ({
    touchpoint,
    events: n,
    journeys: having(journeys, (e) => e.touchpoint === touchpoint),
    starts: journeys.filter((j) => j.events[0].touchpoint === touchpoint).length,
    ends: journeys.filter((j) => j.events.at(-1).touchpoint === touchpoint).length,
  }));
  return {
    events: events.length,
    journeys: journeys.length,
    customers: new Set(journeys.map((j) => j.customer)).size,
    touchpoints: list.length,
    channels: new Set(events.map((e) => e.channel)).size,
    variants: new Set(journeys.map((j) => names(j).join())).size,
    from: iso(world.from),
    to: iso(world.to),
    ties: { pairs: 31, events: 60, journeys: 31 },
    running: {
      journeys: journeys.filter((j) => j.running).length,
      quiet_us: 30 * unitUs.d,
      declared: true,
    },
    journeys_by: "case",
    touchpoint_list: list.sort((a, b) => b.events - a.events),
    channel_list: [...count(events, (e) => e.channel)].map(([channel, n]) => ({
      channel,
      events: n,
      journeys: having(journeys, (e) => e.channel === channel),
    })),
    lifecycle_list: [],
  };
}

export function transitions(journeys) {
  const gaps = new Map();
  for (const journey of journeys) {
    for (let i = 1; i < journey.events.length; ++i) {
      const [a, b] = [journey.events[i - 1], journey.events[i]];
      const key = `${a.touchpoint}\n${b.touchpoint}`;
      if (!gaps.has(key)) gaps.set(key, { gaps: [], journeys: new Set(), customers: new Set() });
      const edge = gaps.get(key);
      edge.gaps.push(b.at - a.at);
      edge.journeys.add(journey.journey);
      edge.customers.add(journey.customer);
    }
  }
  const nodes = summary(journeys, { from: 0, to: 0 }).touchpoint_list.map((node) => ({
    ...node,
    running: journeys.filter((j) => j.running && j.events.at(-1).touchpoint === node.touchpoint)
      .length,
  }));
  const out = count(
    [...gaps].flatMap(([key, edge]) => edge.gaps.map(() => key.split("\n")[0])),
    (x) => x,
  );
  const into = count(
    [...gaps].flatMap(([key, edge]) => edge.gaps.map(() => key.split("\n")[1])),
    (x) => x,
  );
  const edges = [...gaps].map(([key, edge]) => {
    const [from, to] = key.split("\n");
    return {
      from,
      to,
      occurrences: edge.gaps.length,
      journeys: edge.journeys.size,
      customers: edge.customers.size,
      share_of_from: edge.gaps.length / out.get(from),
      share_of_to: edge.gaps.length / into.get(to),
      ...spread(edge.gaps),
    };
  });
  const events = journeys.reduce((sum, j) => sum + j.events.length, 0);
  return {
    base: {
      events,
      journeys: journeys.length,
      transitions: events - journeys.length,
      indirect: false,
    },
    touchpoints: nodes,
    edges: edges.sort((a, b) => b.occurrences - a.occurrences),
    other: { edges: 0, occurrences: 0 },
  };
}

export function variants(journeys, world, { mode = "full", limit = 20 }) {
  const groups = new Map();
  for (const journey of journeys) {
    const key = JSON.stringify(sequence(journey, mode));
    groups.set(key, [...(groups.get(key) ?? []), journey]);
  }
  const sorted = [...groups].sort((a, b) => b[1].length - a[1].length);
  let seen = 0;
  const shown = sorted.slice(0, limit).map(([key, members], i) => {
    seen += members.length;
    return {
      rank: i + 1,
      touchpoints: JSON.parse(key),
      journeys: members.length,
      running: members.filter((j) => j.running).length,
      share: members.length / journeys.length,
      cumulative_share: seen / journeys.length,
      median_duration_us: quantile(
        members.map((j) => j.end - j.start),
        0.5,
      ),
    };
  });
  const running = journeys.filter((j) => j.running).length;
  return {
    base: {
      journeys: journeys.length,
      finished: journeys.length - running,
      running,
      variants: sorted.length,
    },
    variants: shown,
    other: { variants: sorted.length - shown.length, journeys: journeys.length - seen },
  };
}

export function paths(journeys, world, spec) {
  const tails = journeys.map((j) => [j, tail(j, spec)]).filter(([, rest]) => rest !== null);
  const node = (touchpoint, members, depth) => {
    const ending = members.filter(([, rest]) => rest.length === depth);
    const going = members.filter(([, rest]) => rest.length > depth);
    const last = depth >= (spec.steps ?? 5);
    const next = last
      ? []
      : [...count(going, ([, rest]) => rest[depth])].sort((a, b) => b[1] - a[1]);
    const shown = next.slice(0, spec.top ?? 8);
    const cut = next.slice(spec.top ?? 8);
    return {
      touchpoint,
      journeys: members.length,
      share: tails.length ? members.length / tails.length : 0,
      ended: ending.filter(([j]) => !j.running).length,
      in_progress: ending.filter(([j]) => j.running).length,
      beyond: last ? going.length : 0,
      children: shown.map(([name]) =>
        node(
          name,
          going.filter(([, rest]) => rest[depth] === name),
          depth + 1,
        ),
      ),
      other: {
        journeys: cut.reduce((sum, [, n]) => sum + n, 0),
        touchpoints: cut.map(([name]) => name),
      },
    };
  };
  return {
    base: { journeys: journeys.length, without_anchor: journeys.length - tails.length },
    root: node(spec.anchor?.touchpoint ?? null, tails, 0),
  };
}

export function funnel(journeys, world, { steps, within }) {
  const limit = duration(within);
  const states = journeys.map((j) => funnelState(j, steps, limit, world.to));
  const first = states.filter((s) => s.times.length >= 1).length;
  return {
    base: { journeys: journeys.length },
    within_us: limit,
    steps: steps.map((touchpoint, i) => {
      const reached = states.filter((s) => s.times.length > i);
      const before = i === 0 ? journeys.length : states.filter((s) => s.times.length >= i).length;
      const stopped = reached.filter((s) => s.times.length === i + 1);
      const final = i === steps.length - 1;
      const waits = i === 0 ? [] : reached.map((s) => s.times[i] - s.times[i - 1]);
      return {
        touchpoint,
        reached: reached.length,
        share: first ? reached.length / first : null,
        step_share: before ? reached.length / before : null,
        interval: wilson(reached.length, before),
        in_progress: final ? 0 : stopped.filter((s) => s.open).length,
        dropped: final ? 0 : stopped.filter((s) => !s.open).length,
        median_us: quantile(waits, 0.5),
        p90_us: quantile(waits, 0.9),
      };
    }),
    groups: null,
  };
}
