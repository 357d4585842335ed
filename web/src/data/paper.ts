// A comparison on paper: as few bands of stages as keep its text readable, each as high as a page has room.
//
//   Canvas + Canvas  ->  Band[]   in the order of the stages, each stage in one band
import type { Canvas } from "../api/shapes";
import { kGutter, layoutOf, type Layout } from "./canvas_layout";
import type { Voice } from "./canvas_text";
import type { Measure } from "./flow";

export interface Band {
  canvas: Canvas;
  layout: Layout;
  /** How much smaller than on screen it is drawn. */
  scale: number;
}

export interface Paper {
  width: number;
  /** Room for the first band, below the heading, and for each of the others. */
  first: number;
  next: number;
}

/** Text of 12 dots printed at this scale is 7 points high. */
export const kReadable = 7 / (12 * 0.75);
/** Wider columns hold fewer lines; narrower ones are made less small by the paper's width. */
const kWidths = [1, 1.1, 1.2, 1.3];

export function bandsOf(
  sides: { canvas: Canvas; other: Canvas | null },
  voice: Voice,
  measure: Measure,
  paper: Paper,
): Band[] {
  const { stages } = sides.canvas;
  let bands: Band[] = [];
  for (let count = 1; count <= Math.max(1, stages.length); count++) {
    const size = Math.ceil(stages.length / count);
    bands = Array.from({ length: Math.ceil(stages.length / size) || 1 }, (_, n) => {
      const part = { ...sides.canvas, stages: stages.slice(n * size, (n + 1) * size) };
      return largest(part, sides.other, n === 0 ? paper.first : paper.next);
    });
    if (bands.every((band) => band.scale >= kReadable)) break;
  }
  return bands;

  /** The part laid out so that it is printed as large as its page lets it. */
  function largest(canvas: Canvas, other: Canvas | null, room: number): Band {
    const tried = kWidths.map((times): Band => {
      const width = paper.width * times - kGutter;
      const layout = layoutOf(canvas, other, voice, { width, measure });
      const scale = Math.min(1, paper.width / (layout.width + kGutter), room / layout.height);
      return { canvas, layout, scale };
    });
    return tried.reduce((best, one) => (one.scale > best.scale ? one : best));
  }
}
