// Where everything of the canvas stands: columns shared by the lanes, lanes as high as their fullest stage.
//
//   Canvas + width  ->  Layout { columns with lines per lane, lane tops and heights, scales }
//
// Pure: how wide a text is comes in as a function, so that tests need no browser.
import type { Canvas, Stage } from "../api/shapes";
import { actionText, designedText, feltText, headText, livedText, type Voice } from "./canvas_text";
import { conformanceLines, kConformance, type Conformed } from "./canvas_conformance";
import { kRoutes } from "./canvas_routes";
import { flow, heightOf, type Line, type Measure, type Piece } from "./flow";

export type LaneId = "designed" | "lived" | "felt" | "actions";
export const kLanes: LaneId[] = ["designed", "lived", "felt", "actions"];

export interface Lane {
  id: LaneId;
  top: number;
  height: number;
  /** Where text begins: below the lane's drawing, if it has one. */
  textTop: number;
}

export interface Column {
  stage: Stage;
  /** The same stage in the period compared with. */
  before: Stage | null;
  x: number;
  head: Line[];
  text: Record<LaneId, Line[]>;
  /** How the stage is kept to; in the lived lane, below all of its text. */
  conformance: Line[];
  /** Whether anything of it should catch the eye in the last lane. */
  ranked: boolean;
}

export interface Layout {
  width: number;
  height: number;
  column: number;
  columns: Column[];
  lanes: Record<LaneId, Lane>;
  headTop: number;
  /** Where the lines of conformance begin. */
  conformanceTop: number;
  /** Where the drawing of the routes begins, if room is kept for it. */
  routesTop: number;
  phases: { title: string; x: number; width: number }[];
  /** Middles of the stages where the journey begins again, if the design says so. */
  loop: { from: number; to: number } | null;
}

export interface Frame {
  width: number;
  /** Whether the routes are drawn. */
  routes?: boolean;
  measure: Measure;
}

export const kGutter = 96;
export const kInset = 10;
export const kRibbon = 58;
export const kCurve = 96;
/** Room above the curve, for the stars of the moments of truth. */
export const kCurveTop = 28;
const kNarrowest = 132;
const kPhase = 30;
/** Room under the phases for the way back. */
export const kLoop = 22;
const kPad = 10;

const kDrawing: Record<LaneId, number> = {
  designed: 0,
  lived: kRibbon + 8,
  felt: kCurve + 22,
  actions: 0,
};

export function layoutOf(
  canvas: Canvas,
  other: Canvas | null,
  voice: Voice,
  frame: Frame,
  conformed: Conformed = null,
): Layout {
  const column = Math.max(kNarrowest, Math.floor(frame.width / Math.max(1, canvas.stages.length)));
  const inner = column - 2 * kInset;
  const broken = (paragraphs: Piece[][]): Line[] =>
    paragraphs.flatMap((paragraph) =>
      flow(
        paragraph.filter((p) => p.text !== ""),
        inner,
        frame.measure,
      ),
    );
  const looks = new Map(canvas.needs_look.map((look) => [look.stage, look]));

  const columns: Column[] = canvas.stages.map((stage, n) => {
    const before = other?.stages.find((one) => one.id === stage.id) ?? null;
    return {
      stage,
      before,
      x: n * column,
      head: broken(headText(stage, voice)),
      text: {
        designed: broken(designedText(stage, voice)),
        lived: broken(livedText(stage, canvas, before, looks.get(stage.id), voice)),
        felt: broken(feltText(stage, before, looks.get(stage.id), voice)),
        actions: broken(actionText(stage, looks.get(stage.id), voice)),
      },
      conformance: conformanceLines(stage, conformed, voice, inner, frame.measure),
      ranked: looks.has(stage.id),
    };
  });

  const headHeight = Math.max(0, ...columns.map((one) => heightOf(one.head)));
  const loop = loopOf(canvas, column);
  const headTop = kPhase + (loop ? kLoop : 0);
  let top = headTop + headHeight + kPad + 6;
  const lanes = {} as Record<LaneId, Lane>;
  for (const id of kLanes) {
    const text = Math.max(16, ...columns.map((one) => heightOf(one.text[id])));
    const below = id === "lived" && conformed !== null ? kConformance : 0;
    const drawing = kDrawing[id] + (id === "lived" && frame.routes ? kRoutes : 0);
    const height = drawing + text + below + 2 * kPad;
    lanes[id] = { id, top, height, textTop: top + kPad + drawing };
    top += height;
  }
  return {
    width: column * columns.length,
    height: top,
    column,
    columns,
    lanes,
    headTop,
    routesTop: lanes.lived.top + kPad + kDrawing.lived,
    conformanceTop: lanes.lived.top + lanes.lived.height - kPad - kConformance + 8,
    phases: phasesOf(canvas, column, voice),
    loop,
  };
}

/** Neighbouring stages of one phase stand under one heading. */
function phasesOf(canvas: Canvas, column: number, voice: Voice): Layout["phases"] {
  const phases: (Layout["phases"][number] & { id: string })[] = [];
  canvas.stages.forEach((stage, n) => {
    const last = phases[phases.length - 1];
    if (last?.id === stage.phase) {
      last.width += column;
      return;
    }
    const title = canvas.phases.find((phase) => phase.id === stage.phase)?.title;
    phases.push({
      id: stage.phase,
      title: title?.[voice.language] ?? stage.phase,
      x: n * column,
      width: column,
    });
  });
  return phases.map(({ title, x, width }) => ({ title, x, width }));
}

/** The way back that the design declares; nothing is drawn that it does not say. */
function loopOf(canvas: Canvas, column: number): Layout["loop"] {
  const middle = (id: string): number | null => {
    const at = canvas.stages.findIndex((stage) => stage.id === id);
    return at < 0 ? null : (at + 0.5) * column;
  };
  const [from, to] = canvas.loop ? [middle(canvas.loop.from), middle(canvas.loop.to)] : [];
  return typeof from === "number" && typeof to === "number" && to < from ? { from, to } : null;
}

/** Height above the base line of a share, in the ribbon of the lived lane. */
export const ribbonHeight = (share: number | null): number =>
  Math.max(0, Math.min(1, share ?? 0)) * kRibbon;

/** Distance from the top of the curve, for a score on the scale of the canvas. */
export function curveY(value: number, scale: { min: number; max: number }): number {
  const part = (value - scale.min) / (scale.max - scale.min || 1);
  return kCurve * (1 - Math.max(0, Math.min(1, part)));
}
