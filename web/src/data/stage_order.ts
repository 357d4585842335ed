// Where stages may stand: the phases follow each other before, during, after.
import { kPhases, type PhaseName } from "./design_map";

export const rankOf = (phase: PhaseName): number => kPhases.indexOf(phase);

/** One step of a stage to the left or the right: into the next phase first, then past its neighbour. */
export function stepOf(
  phases: readonly PhaseName[],
  from: number,
  by: 1 | -1,
): { to: number; phase: PhaseName } | null {
  const own = phases[from]!;
  if (phases[from + by] === own) return { to: from + by, phase: own };
  const next = kPhases[rankOf(own) + by];
  return next ? { to: from, phase: next } : null;
}

/** Where a stage of another phase comes to stand: as near as the order of phases lets it. */
export function placeInPhase(phases: readonly PhaseName[], from: number, phase: PhaseName): number {
  const rest = phases.filter((_, n) => n !== from);
  if (rankOf(phase) > rankOf(phases[from]!)) {
    const next = rest.findIndex((one, n) => n >= from && rankOf(one) >= rankOf(phase));
    return next < 0 ? rest.length : next;
  }
  return rest.findLastIndex((one, n) => n < from && rankOf(one) <= rankOf(phase)) + 1;
}
