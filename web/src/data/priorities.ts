// Which stages to look at first, and why. Nothing is ranked that does not clear its line by its whole interval.
import type { Canvas, Stage } from "../api/shapes";

export type Why = "verdict" | "gap" | "promise";

export interface Priority {
  stage: string;
  rank: number;
  why: Why[];
}

/** A promise is surely broken often if even the low end of the interval is above this share. */
export const kSurelyLate = 0.1;

function reasons(stage: Stage): Why[] {
  const why: Why[] = [];
  if (stage.felt.verdict === "disappointing") why.push("verdict");
  const gapHigh = stage.felt.gap?.interval?.[1];
  if (gapHigh !== undefined && gapHigh < 0) why.push("gap");
  const lateLow = stage.lived?.promise?.interval?.[0];
  if (lateLow !== undefined && lateLow > kSurelyLate) why.push("promise");
  return why;
}

/** Moments of truth first, then disappointing stages, then the widest gap, then the latest promise. */
export function prioritiesOf(canvas: Canvas): Priority[] {
  const flagged = canvas.stages
    .map((stage) => ({ stage, why: reasons(stage) }))
    .filter(({ why }) => why.length > 0);
  const weight = ({ stage, why }: (typeof flagged)[number]): number[] => [
    stage.moment_of_truth ? 1 : 0,
    why.includes("verdict") ? 1 : 0,
    -(stage.felt.gap?.value ?? 0),
    stage.lived?.promise?.broken_share ?? 0,
  ];
  return flagged
    .map((item) => ({ item, key: weight(item) }))
    .sort((a, b) => {
      for (let n = 0; n < a.key.length; ++n) {
        const difference = b.key[n]! - a.key[n]!;
        if (difference !== 0) return difference;
      }
      return 0;
    })
    .map(({ item }, n) => ({ stage: item.stage.id, rank: n + 1, why: item.why }));
}
