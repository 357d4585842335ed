// The figures of a stage, of one side or of two: what the table of the canvas shows and its CSV file holds.
//
//   Canvas  +  Canvas compared with | null   ->   one row a stage, the figures in one order
import type { Canvas, Interval, JourneySet, Stage } from "../api/shapes";
import { differenceOf, type Difference } from "./difference";

export type FigureKind = "count" | "share" | "score" | "duration";
type What = Extract<JourneySet, { of: "stage" }>["what"];

interface Definition {
  id: string;
  kind: FigureKind;
  /** Its names in a file: of the value and, for an estimate, of both ends of its interval. */
  columns: readonly [string] | readonly [string, string, string];
  /** The journeys that it counts; null where it counts none. */
  what: What | null;
  of: (stage: Stage) => { value: number | null | undefined; interval?: Interval | undefined };
}

const counted = <Id extends string>(
  id: Id,
  column: string,
  what: What | null,
  of: (stage: Stage) => number | null | undefined,
  kind: FigureKind = "count",
) => ({
  ...{ id, kind, what, columns: [column] as const },
  of: (stage: Stage) => ({ value: of(stage) }),
});

const estimated = <Id extends string>(
  id: Id,
  kind: FigureKind,
  columns: readonly [string, string, string],
  of: Definition["of"],
) => ({ id, kind, columns, what: null, of });

const kFigures = [
  counted("reached", "reached", "reached", (stage) => stage.lived?.reached),
  estimated("share", "share", ["share", "share_low", "share_high"], ({ lived }) => ({
    value: lived?.share,
    interval: lived?.interval,
  })),
  counted("continued", "continued", null, (stage) => stage.lived?.continued),
  counted("dropped", "dropped", "dropped", (stage) => stage.lived?.dropped),
  counted("running", "running", "running", (stage) => stage.lived?.running),
  counted("skipped", "skipped", "skipped", (stage) => stage.lived?.skipped),
  counted("median", "median_us", null, (stage) => stage.lived?.time.median_us, "duration"),
  counted("p90", "p90_us", null, (stage) => stage.lived?.time.p90_us, "duration"),
  counted("kept", "promise_kept", "promise_kept", (stage) => stage.lived?.promise?.kept),
  counted("broken", "promise_broken", "promise_broken", (stage) => stage.lived?.promise?.broken),
  estimated(
    "late",
    "share",
    ["promise_broken_share", "promise_broken_low", "promise_broken_high"],
    ({ lived }) => ({ value: lived?.promise?.broken_share, interval: lived?.promise?.interval }),
  ),
  counted(
    ...(["pending", "promise_pending", "promise_pending"] as const),
    (stage) => stage.lived?.promise?.pending,
  ),
  counted(
    ...(["unplanned", "unplanned_journeys", "unplanned"] as const),
    (stage) => stage.lived?.unplanned.journeys,
  ),
  counted("answers", "satisfaction_n", "scored", (stage) => stage.felt.satisfaction?.n),
  estimated(
    "satisfaction",
    "score",
    ["satisfaction_mean", "satisfaction_low", "satisfaction_high"],
    ({ felt }) => ({ value: felt.satisfaction?.mean, interval: felt.satisfaction?.interval }),
  ),
  estimated("cx", "score", ["cx_mean", "cx_low", "cx_high"], ({ felt }) => ({
    value: felt.cx?.mean,
    interval: felt.cx?.interval,
  })),
] as const satisfies readonly Definition[];

export type FigureId = (typeof kFigures)[number]["id"];

export interface Estimate {
  value: number | null;
  interval: [number, number] | null;
}

export interface Figure {
  id: FigureId;
  kind: FigureKind;
  columns: Definition["columns"];
  what: What | null;
  now: Estimate;
  /** The same of the other side; null without one. */
  other: Estimate | null;
  /** Now minus the other; null for what is no estimate, or where one side knows nothing. */
  difference: Difference | null;
}

export interface FigureRow {
  stage: Stage;
  /** The same stage of the other side. */
  before: Stage | null;
  figures: Figure[];
}

const estimateOf = ({ value, interval }: ReturnType<Definition["of"]>): Estimate => {
  const [low, high] = interval ?? [];
  return {
    value: value ?? null,
    interval: low === undefined || high === undefined ? null : [low, high],
  };
};

/** One row a stage of `canvas`, in its order. */
export function figureRows(canvas: Canvas, other: Canvas | null): FigureRow[] {
  return canvas.stages.map((stage) => {
    const before = other?.stages.find((one) => one.id === stage.id) ?? null;
    const figures = kFigures.map(({ id, kind, columns, what, of }): Figure => {
      const now = estimateOf(of(stage));
      const then = other ? estimateOf(before ? of(before) : { value: null }) : null;
      const difference =
        then && columns.length > 1
          ? differenceOf(
              { mean: now.value, interval: now.interval },
              { mean: then.value, interval: then.interval },
            )
          : null;
      return { id, kind, columns, what, now, other: then, difference };
    });
    return { stage, before, figures };
  });
}
