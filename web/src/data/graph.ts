// Which transitions a map shows, and what it hides: never in silence.
import type { Edge, Transitions } from "../api/shapes";

export interface Shown {
  edges: Edge[];
  hidden: { edges: number; occurrences: number; share: number };
}

/** The `count` most frequent transitions, and the weight of all others. */
export function shownEdges(answer: Transitions, count: number): Shown {
  const sorted = [...answer.edges].sort((a, b) => b.occurrences - a.occurrences);
  const edges = sorted.slice(0, count);
  const cut = sorted.slice(count);
  const occurrences =
    cut.reduce((sum, edge) => sum + edge.occurrences, 0) + answer.other.occurrences;
  const total = answer.base.transitions;
  return {
    edges,
    hidden: {
      edges: cut.length + answer.other.edges,
      occurrences,
      share: total ? occurrences / total : 0,
    },
  };
}

/** How many transitions to show at first: enough for three quarters of all, but a readable map. */
export function firstCount(answer: Transitions, share = 0.75, most = 24): number {
  const sorted = [...answer.edges].sort((a, b) => b.occurrences - a.occurrences);
  const wanted = answer.base.transitions * share;
  let sum = 0;
  let count = 0;
  while (count < sorted.length && count < most && sum < wanted) sum += sorted[count++]!.occurrences;
  return Math.max(count, Math.min(4, sorted.length));
}

/** Touchpoints that the shown transitions touch. */
export function touched(edges: Edge[]): Set<string> {
  return new Set(edges.flatMap((edge) => [edge.from, edge.to]));
}
