// The canvas as rows: one line a stage, everything that it shows; the period is read in the zone, which is named.
import type { Canvas, Stage } from "../api/shapes";
import { writeAgainst, type Against } from "./compare";
import { csv, type Cell } from "./csv";
import { figureRows, type Estimate, type Figure, type FigureRow } from "./figures";
import { writtenIn } from "./zone";

export interface OtherSide {
  against: Against;
  canvas: Canvas;
}

interface Column {
  name: string;
  of: (row: FigureRow) => Cell;
}

const column = (name: string, of: Column["of"]): Column => ({ name, of });
const cells = ({ value, interval }: Estimate): Cell[] => [value, ...(interval ?? [null, null])];

/** The columns of all figures of one side. */
const figureColumns = (
  rows: FigureRow[],
  prefix: string,
  side: (figure: Figure) => Estimate | null,
): Column[] =>
  (rows[0]?.figures ?? []).flatMap(({ columns }, at) =>
    columns.map((name, part) =>
      column(prefix + name, ({ figures }) => {
        const estimate = side(figures[at]!);
        return estimate && cells(estimate)[part];
      }),
    ),
  );

const sideColumns = (
  canvas: Canvas,
  zone: string,
  prefix: string,
  stageOf: (row: FigureRow) => Stage | null,
): Column[] => [
  column(`${prefix}verdict`, (row) => stageOf(row)?.felt.verdict),
  column(`${prefix}gap`, (row) => stageOf(row)?.felt.gap?.value),
  column(`${prefix}first_event`, () => canvas.base.from && writtenIn(canvas.base.from, zone)),
  column(`${prefix}last_event`, () => canvas.base.to && writtenIn(canvas.base.to, zone)),
];

/** The other side of each figure, and the differences of the estimates with their intervals. */
function otherColumns(rows: FigureRow[], { against, canvas }: OtherSide, zone: string): Column[] {
  const estimates = (rows[0]?.figures ?? []).flatMap((figure, at) =>
    figure.columns.length > 1 ? [{ name: figure.columns[0], at }] : [],
  );
  return [
    column("compared_with", () => writeAgainst(against)),
    column("other_base_journeys", () => canvas.base.journeys),
    ...figureColumns(rows, "other_", (figure) => figure.other),
    ...sideColumns(canvas, zone, "other_", (row) => row.before),
    ...estimates.flatMap(({ name, at }) =>
      ["", "_low", "_high"].map((end, part) =>
        column(`${name}_difference${end}`, ({ figures }) => {
          const change = figures[at]?.difference;
          return change && [change.value, ...change.interval][part];
        }),
      ),
    ),
  ];
}

export function canvasCsv(canvas: Canvas, other: OtherSide | null, zone: string): string {
  const rows = figureRows(canvas, other?.canvas ?? null);
  const rank = (stage: Stage) => canvas.needs_look.find((look) => look.stage === stage.id)?.rank;
  const columns: Column[] = [
    column("stage", ({ stage }) => stage.id),
    column("title_en", ({ stage }) => stage.title.en),
    column("title_fr", ({ stage }) => stage.title.fr),
    column("phase", ({ stage }) => stage.phase),
    column("contact", ({ stage }) => stage.contact),
    column("moment_of_truth", ({ stage }) => stage.moment_of_truth !== null),
    column("promise_us", ({ stage }) => stage.designed.promise?.within_us),
    column("look_rank", ({ stage }) => rank(stage)),
    column("base_journeys", () => canvas.base.journeys),
    ...figureColumns(rows, "", (figure) => figure.now),
    ...sideColumns(canvas, zone, "", (row) => row.stage),
    ...(other ? otherColumns(rows, other, zone) : []),
    column("zone", () => zone),
  ];
  return csv(
    columns.map(({ name }) => name),
    rows.map((row) => columns.map(({ of }) => of(row))),
  );
}
