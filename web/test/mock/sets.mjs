// The journeys behind a number, and the numbers made of them. TEST SERVER ONLY.

export const iso = (us) => new Date(us / 1000).toISOString().replace(/\.000Z$/, "Z");
export const names = (journey) => journey.events.map((event) => event.touchpoint);

export function quantile(values, p) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]);
}

export function wilson(k, n) {
  if (n === 0) return null;
  const z = 1.96;
  const p = k / n;
  const mid = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, mid - half), Math.min(1, mid + half)];
}

export function meanInterval(values) {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, n - 1);
  const half = 1.96 * Math.sqrt(variance / n);
  return { mean, interval: n > 1 ? [mean - half, mean + half] : null };
}

export function sequence(journey, mode) {
  const all = names(journey);
  if (mode === "set") return [...new Set(all)].sort();
  if (mode === "collapsed") return all.filter((name, i) => name !== all[i - 1]);
  return all;
}

/** What follows the anchor, in walking order; null without the anchor. */
export function tail(journey, spec) {
  let all = names(journey);
  if (spec.collapse === "repeats") all = all.filter((name, i) => name !== all[i - 1]);
  const backward = spec.direction === "backward";
  const { at, touchpoint, occurrence } = spec.anchor ?? { at: "start" };
  if (at === "touchpoint") {
    const place = occurrence === "last" ? all.lastIndexOf(touchpoint) : all.indexOf(touchpoint);
    if (place < 0) return null;
    return backward ? all.slice(0, place).reverse() : all.slice(place + 1);
  }
  return at === "end" || backward ? all.reverse() : all;
}

/** Depth, and the time of each step, of an ordered funnel (the first match of each step). */
export function funnelOf(journey, steps, within) {
  let best = [];
  for (const first of journey.events.filter((event) => event.touchpoint === steps[0])) {
    const times = [first.at];
    for (const event of journey.events.slice(journey.events.indexOf(first) + 1)) {
      if (within && event.at - first.at > within) break;
      if (event.touchpoint === steps[times.length]) times.push(event.at);
    }
    if (times.length > best.length) best = times;
  }
  return best;
}

export function funnelState(journey, steps, within, worldEnd) {
  const times = funnelOf(journey, steps, within);
  const open = journey.running && (!within || (times[0] ?? 0) + within > worldEnd);
  return { times, open };
}

/** Keeps the journeys of one set. */
export function inSet(set, world, stageOf) {
  const has = (journey, name) => journey.events.some((event) => event.touchpoint === name);
  switch (set?.of ?? "all") {
    case "all":
      return () => true;
    case "running":
      return (journey) => journey.running;
    case "touchpoint":
      return (journey) => has(journey, set.touchpoint);
    case "start":
      return (journey) => journey.events[0].touchpoint === set.touchpoint;
    case "end":
      return (journey) => journey.events.at(-1).touchpoint === set.touchpoint;
    case "transition":
      return (journey) =>
        names(journey).some((name, i, all) => name === set.from && all[i + 1] === set.to);
    case "variant": {
      const key = JSON.stringify(set.touchpoints);
      return (journey) => JSON.stringify(sequence(journey, set.mode)) === key;
    }
    case "path":
      return (journey) => inPath(journey, set);
    case "funnel":
      return (journey) => {
        const { times, open } = funnelState(journey, set.steps, set.within_us, world.to);
        if (set.state === "in_progress") return times.length === set.step && open;
        if (set.state === "dropped") return times.length === set.step && !open;
        return times.length >= set.step;
      };
    case "stage":
      return (journey) => stageOf(journey, set);
    default:
      throw new Error(`unknown set ${set.of}`);
  }
}

function inPath(journey, set) {
  const rest = tail(journey, set);
  if (rest === null || !set.prefix.every((name, i) => rest[i] === name)) return false;
  const after = rest[set.prefix.length];
  switch (set.state ?? "reached") {
    case "ended":
      return after === undefined && !journey.running;
    case "in_progress":
      return after === undefined && journey.running;
    case "beyond":
      return after !== undefined;
    case "other":
      return after !== undefined && !set.shown.includes(after);
    default:
      return true;
  }
}
