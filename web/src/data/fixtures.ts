// Small answers for tests of the pure part.
import type { Canvas, Stage, Transitions, PathNode } from "../api/shapes";

const both = (text: string) => ({ en: text, fr: text });

/** A stage reached by all ten journeys, with nothing remarkable; `more` changes what a test is about. */
export function stage(id: string, more: Partial<Stage> = {}): Stage {
  const plain = {
    id,
    title: both(id),
    phase: "before",
    contact: true,
    optional: false,
    moment_of_truth: null,
    designed: {
      touchpoints: [],
      channels: ["web"],
      promise: null,
      target: { reach: null, satisfaction: null, cx: null },
      desired: null,
    },
    lived: {
      reached: 10,
      share: 1,
      interval: [0.7, 1],
      running: 0,
      dropped: 2,
      continued: 8,
      skipped: 0,
      events: 12,
      time: { n: 10, median_us: 60e6, p75_us: 70e6, p90_us: 80e6 },
      promise: null,
      channels: [{ channel: "web", journeys: 10, share: 1, planned: true }],
      unplanned: { journeys: 0, share: 0 },
    },
    felt: {
      satisfaction: null,
      cx: null,
      verdict: "unknown",
      basis: "none",
      reason: both(""),
      gap: null,
    },
  };
  return { ...(plain as unknown as Stage), ...more };
}

export function canvas(stages: Stage[]): Canvas {
  return {
    design: { name: "d", title: both("d"), proposal: false, version: 1 },
    repository: null,
    base: { journeys: 10, customers: 9, events: 40, from: null, to: null, running: 1 },
    phases: [
      { id: "before", title: both("Before") },
      { id: "during", title: both("During") },
    ],
    scale: {
      satisfaction: { min: 0, max: 10, disappointing_below: 6, delight_from: 8 },
      cx: { disappointing_below: 0, delight_from: 1 },
    },
    stages,
    loop: null,
    needs_look: [],
    other: { events: 0, journeys: 0, touchpoints: [] },
    overall: { satisfaction: null, cx: null },
  } as unknown as Canvas;
}

export function transitions(counts: [string, string, number][]): Transitions {
  const total = counts.reduce((sum, [, , count]) => sum + count, 0);
  return {
    base: { events: total + 1, journeys: 1, transitions: total, indirect: false },
    touchpoints: [],
    edges: counts.map(([from, to, occurrences]) => ({ from, to, occurrences })),
    other: { edges: 0, occurrences: 0 },
  } as unknown as Transitions;
}

type Rest = Partial<Pick<PathNode, "ended" | "in_progress" | "beyond" | "other">>;

export function node(
  touchpoint: string | null,
  journeys: number,
  children: PathNode[],
  rest: Rest = {},
): PathNode {
  return {
    touchpoint,
    journeys,
    share: 1,
    ended: 0,
    in_progress: 0,
    beyond: 0,
    other: { journeys: 0, touchpoints: [] },
    children,
    ...rest,
  } as unknown as PathNode;
}
